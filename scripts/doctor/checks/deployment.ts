import { type Check, notWell, unknown, well } from '../check.ts';

type Health = { checks?: { name?: string; ok?: boolean; message?: string }[] };

/** What the deployed Worker reports in /health. */
export const deployment: Check = async ({ variables }, { fetch }) => {
	const url = variables.PUBLIC_URL?.replace(/\/+$/, '');
	if (!url) return [unknown('deployment', 'PUBLIC_URL is not set: there is no deployment to ask.')];
	let checks: Health['checks'];
	try {
		const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(20_000) });
		checks = ((await response.json()) as Health).checks;
	} catch {
		return [
			notWell(
				'deployment',
				`${url}/health gives no answer.`,
				'Check PUBLIC_URL; deploy with `npm run deploy`.',
			),
		];
	}
	if (!Array.isArray(checks)) {
		return [notWell('deployment', `${url} is not this Worker.`, 'Check PUBLIC_URL.')];
	}
	const bad = checks.filter(({ ok }) => !ok);
	if (bad.length === 0) return [well('deployment', 'The deployed Worker reports that all is well.')];
	return bad.map(({ name = 'deployment', message = '' }) =>
		notWell(`deployment_${name}`, message, `Fix it, then check ${url}/health.`),
	);
};
