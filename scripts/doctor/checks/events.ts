import { type Check, notWell, unknown, well } from '../check.ts';

const name = 'events';

/** Whether your server accepts the Worker's events and refuses unsigned ones. */
export const events: Check = async ({ variables }, { fetch }) => {
	const url = variables.EVENTS_URL;
	if (!url) {
		const message = 'EVENTS_URL is not set: events are only listed, under GET /v1/events.';
		return [unknown(name, message, 'To receive them on your server, set EVENTS_URL in wrangler.toml.')];
	}
	let status: number;
	try {
		const headers = { 'content-type': 'application/json' };
		const init: RequestInit = { method: 'POST', headers, body: '{}', signal: AbortSignal.timeout(20_000) };
		status = (await fetch(url, { ...init, redirect: 'manual' })).status;
	} catch {
		// It may be open to Cloudflare only, or on a machine that is off.
		return [unknown(name, `${url} cannot be reached from here.`, 'Check the address.')];
	}
	if (status >= 200 && status < 300) {
		const cure = 'Verify the signature before anything else: docs/webhooks.md, “To you”.';
		return [notWell(name, `${url} accepts an unsigned event.`, cure)];
	}
	if ([400, 401, 403, 422].includes(status))
		return [well(name, `${url} is reached, and refuses unsigned events.`)];
	const cure = 'Answer POST there: 2xx to a signed event, 400 to an unsigned one.';
	return [notWell(name, `${url} answers an event with ${status}.`, cure)];
};
