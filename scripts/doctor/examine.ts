/** All checks, in the order in which their findings are printed. */
import { type Check, type Finding, type Settings, unknown, type World } from './check.ts';
import { clock } from './checks/clock.ts';
import { configuration } from './checks/configuration.ts';
import { database } from './checks/database.ts';
import { deployment } from './checks/deployment.ts';
import { events } from './checks/events.ts';
import { linkToken } from './checks/link-token.ts';
import { origins } from './checks/origins.ts';
import { plaidKeys } from './checks/plaid-keys.ts';
import { enablement, plaidStripe } from './checks/plaid-stripe.ts';
import { stripeAch } from './checks/stripe-ach.ts';
import { stripeKey } from './checks/stripe-key.ts';
import { webhooks } from './checks/webhooks.ts';

const checks: readonly Check[] = [
	configuration,
	plaidKeys,
	linkToken,
	stripeKey,
	stripeAch,
	plaidStripe,
	enablement,
	origins,
	database,
	deployment,
	webhooks,
	events,
	clock,
];

/** Runs all checks at once. */
export async function examine(settings: Settings, world: World): Promise<Finding[]> {
	return (await Promise.all(checks.map((check) => runCheck(check, settings, world)))).flat();
}

/** A check that throws does not stop the others. Its message is not shown: it could contain a secret. */
async function runCheck(check: Check, settings: Settings, world: World): Promise<Finding[]> {
	try {
		return await check(settings, world);
	} catch {
		const name = check.name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
		return [unknown(name, 'The answer was not understood.', 'Check the other findings, and run it again.')];
	}
}
