/** What the steps of a deployment share. */
import type { RunWrangler } from '../settings/wrangler.ts';

export type Cloudflare = {
	wrangler: RunWrangler;
	/** Tells the user what happens. */
	say(line: string): void;
};

/** What stops a deployment, with what to do. */
export class DeploymentStopped extends Error {
	override name = 'DeploymentStopped';
}

/** Runs wrangler and returns what it answered. Throws `DeploymentStopped` with its messages where it fails. */
export async function need({ wrangler }: Cloudflare, args: string[], input?: string): Promise<string> {
	const { status, output, answer } = await wrangler(args, input);
	if (status === 0) return answer;
	const cure = /CLOUDFLARE_API_TOKEN|not authenticated|logged in/i.test(output)
		? 'wrangler has no access to your Cloudflare account: run `npx wrangler login`, then this again.'
		: 'Mend what wrangler says, then run this again: what was done is found and not done twice.';
	throw new DeploymentStopped(`wrangler ${args.join(' ')} failed.\n\n${output.trim()}\n\n${cure}`);
}
