/** The Worker's crons under `wrangler dev`, which does not fire them by itself. */

const eachMinute = '* * * * *';
const eachHour = '17 * * * *';

/**
 * Has the Worker do what it does by this cron, and waits until it is done.
 * @see https://developers.cloudflare.com/workers/configuration/cron-triggers/#test-cron-triggers-locally
 */
export async function fireCron(workerUrl: string, cron: 'each minute' | 'each hour'): Promise<void> {
	const url = new URL('/cdn-cgi/local/scheduled', workerUrl);
	url.searchParams.set('cron', cron === 'each minute' ? eachMinute : eachHour);
	const answer = await fetch(url);
	if (!answer.ok) throw new Error(`The cron of ${cron} did not run: ${answer.status} ${await answer.text()}`);
}

/** Fires them as Cloudflare would, for as long as this process lives; a Worker that is just reloading misses one. */
export function keepCrons(workerUrl: string): void {
	const fire = (cron: 'each minute' | 'each hour') => fireCron(workerUrl, cron).catch(() => {});
	setInterval(() => void fire('each minute'), 60_000).unref();
	setInterval(() => void fire('each hour'), 60 * 60_000).unref();
}
