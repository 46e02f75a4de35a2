/** All checks, in the order in which they are told. */
import { type Check, type Finding, type Settings, unknown, type World } from './check.ts';
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
	return (await Promise.all(checks.map((check) => lookedAt(check, settings, world)))).flat();
}

/** A check that fails leaves the others what they are. Its message is not told: it may name what it was given. */
async function lookedAt(check: Check, settings: Settings, world: World): Promise<Finding[]> {
	try {
		return await check(settings, world);
	} catch {
		const name = check.name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
		return [
			unknown(name, 'What was answered is not understood.', 'Look at the other findings, and run it again.'),
		];
	}
}
