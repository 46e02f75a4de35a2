import { type Check, notWell, unknown, well } from '../check.ts';

type Health = { status?: string; checks?: { name?: string; ok?: boolean; message?: string }[] };

/** What the deployed Worker reports in /health. */
export const deployment: Check = async ({ variables }, { fetch }) => {
	const url = variables.PUBLIC_URL?.replace(/\/+$/, '');
	if (!url) return [unknown('deployment', 'PUBLIC_URL is not set: there is no deployment to ask.')];
	let health: Health;
	const [key] = (variables.API_KEYS ?? '').split(',');
	try {
		const response = await fetch(`${url}/health`, {
			headers: key ? { Authorization: `Bearer ${key.trim()}` } : {},
			signal: AbortSignal.timeout(20_000),
		});
		health = (await response.json()) as Health;
	} catch {
		return [
			notWell(
				'deployment',
				`${url}/health gives no answer.`,
				'Check PUBLIC_URL; deploy with `npm run deploy`.',
			),
		];
	}
	const { checks, status } = health;
	if (typeof status !== 'string')
		return [notWell('deployment', `${url} is not this Worker.`, 'Check PUBLIC_URL.')];
	if (!Array.isArray(checks)) {
		if (status === 'ok') return [well('deployment', 'The deployed Worker reports that all is well.')];
		const message = 'The deployed Worker is not well, and does not know the API key that is here.';
		return [notWell('deployment', message, `Ask ${url}/health with one of its own API_KEYS.`)];
	}
	const bad = checks.filter(({ ok }) => !ok);
	if (bad.length === 0) return [well('deployment', 'The deployed Worker reports that all is well.')];
	return bad.map(({ name = 'deployment', message = '' }) =>
		notWell(`deployment_${name}`, message, `Fix it, then check ${url}/health.`),
	);
};
