/** What the steps of a deployment share, and the smallest of them: the queues. */
import type { RunWrangler } from '../settings/wrangler.ts';

export type Cloudflare = {
	wrangler: RunWrangler;
	/** Prints a line for the user. */
	say(line: string): void;
};

/** Stops a deployment. The message says what to do. */
export class DeploymentStopped extends Error {
	override name = 'DeploymentStopped';
}

/** Runs wrangler and returns its standard output. Throws `DeploymentStopped` with its messages if it fails. */
export async function need({ wrangler }: Cloudflare, args: string[], input?: string): Promise<string> {
	const { status, output, answer } = await wrangler(args, input);
	if (status === 0) return answer;
	const remedy = /CLOUDFLARE_API_TOKEN|not authenticated|logged in/i.test(output)
		? 'wrangler has no access to your Cloudflare account: run `npx wrangler login`, then this again.'
		: 'Fix what wrangler reports, then run this again: finished steps are found and not repeated.';
	throw new DeploymentStopped(`wrangler ${args.join(' ')} failed.\n\n${output.trim()}\n\n${remedy}`);
}

/** Creates the queues that do not exist yet. */
export async function readyQueues(cloudflare: Cloudflare, names: readonly string[]): Promise<void> {
	for (const name of names) {
		const { status, output } = await cloudflare.wrangler(['queues', 'info', name]);
		if (status === 0) continue;
		// Any other failure would happen again, so `need` reports it.
		if (/does not exist|not found/i.test(output)) await need(cloudflare, ['queues', 'create', name]);
		else await need(cloudflare, ['queues', 'info', name]);
		cloudflare.say(`Queue ${name}: created.`);
	}
}
