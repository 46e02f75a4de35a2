import { type Check, notWell, unknown, well } from '../check.ts';

const name = 'events';

/** Whether your server takes the Worker's events, and refuses those that nobody has signed. */
export const events: Check = async ({ variables }, { fetch }) => {
	const url = variables.EVENTS_URL;
	if (!url) {
		const message = 'EVENTS_URL is not set: what happens is only listed, under GET /v1/events.';
		return [unknown(name, message, 'If your server is to hear of it, set EVENTS_URL in wrangler.toml.')];
	}
	let status: number;
	try {
		const headers = { 'content-type': 'application/json' };
		const init: RequestInit = { method: 'POST', headers, body: '{}', signal: AbortSignal.timeout(20_000) };
		status = (await fetch(url, { ...init, redirect: 'manual' })).status;
	} catch {
		// It may be open to Cloudflare alone, or stand on a machine that is off.
		return [unknown(name, `${url} cannot be reached from here.`, 'Check that it is written right.')];
	}
	if (status >= 200 && status < 300) {
		const cure = 'Verify the signature before anything else: docs/webhooks.md, “To you”.';
		return [notWell(name, `${url} takes an event that nobody has signed.`, cure)];
	}
	if ([400, 401, 403, 422].includes(status))
		return [well(name, `${url} is reached, and refuses what is not signed.`)];
	const cure = 'Answer POST there: 2xx to an event that is signed, 400 to one that is not.';
	return [notWell(name, `${url} answers an event with ${status}.`, cure)];
};
