/** The queues of events: made where they are missing. */
import { type Cloudflare, need } from './step.ts';

export async function readyQueues(cloudflare: Cloudflare, names: readonly string[]): Promise<void> {
	for (const name of names) {
		const { status, output } = await cloudflare.wrangler(['queues', 'info', name]);
		if (status === 0) continue;
		// Anything else than a missing queue would fail again, and say why.
		if (/does not exist|not found/i.test(output)) await need(cloudflare, ['queues', 'create', name]);
		else await need(cloudflare, ['queues', 'info', name]);
		cloudflare.say(`Queue ${name}: made.`);
	}
}
