/** All checks, in the order in which they are told. */
import type { Check, Finding, Settings, World } from './check.ts';
import { clock } from './checks/clock.ts';
import { configuration } from './checks/configuration.ts';
import { database } from './checks/database.ts';
import { deployment } from './checks/deployment.ts';
import { enablement } from './checks/enablement.ts';
import { events } from './checks/events.ts';
import { linkToken } from './checks/link-token.ts';
import { origins } from './checks/origins.ts';
import { plaidKeys } from './checks/plaid-keys.ts';
import { plaidStripe } from './checks/plaid-stripe.ts';
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

/** Side by side; the findings come in the order of the checks. */
export async function examine(settings: Settings, world: World): Promise<Finding[]> {
	return (await Promise.all(checks.map((check) => check(settings, world)))).flat();
}
