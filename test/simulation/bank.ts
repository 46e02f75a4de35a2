/** What the banks and Stripe do on their own: debits settle or come back, numbers change, logins expire. */
import type { Sandbox } from '../../sandbox/index.ts';
import { askStripe, detach, type PaymentIntent, paymentIntents } from './stripe-view.ts';
import type { Kernel } from './virtual-time.ts';

const hourMs = 60 * 60 * 1000;

/** One round: decides what becomes of each debit that waits, and of some connections. */
export async function bankRound(
	{ kernel, sandbox, trace }: { kernel: Kernel; sandbox: Sandbox; trace: (text: string) => void },
	{ calm }: { calm: boolean },
): Promise<void> {
	const { random } = kernel;
	const settle = async (intent: PaymentIntent, outcome: Parameters<Sandbox['stripe']['settle']>[1]) => {
		trace(`${intent.id} ${outcome}`);
		// Its webhooks may be on their way for long.
		void sandbox.stripe.settle(intent.id, outcome).catch(() => undefined);
		await kernel.sleep(1);
	};
	for (const intent of await paymentIntents(sandbox)) {
		const age = kernel.now - intent.created * 1000;
		if (intent.status === 'processing' && (calm || (age > 4 * hourMs && random.chance(0.5)))) {
			const outcome = random.weighted({
				succeeded: 70,
				insufficient_funds: 12,
				account_closed: 4,
				debit_not_authorized: 4,
				blocked: 2,
			});
			await settle(intent, outcome);
		} else if (intent.status === 'succeeded' && !calm && random.chance(0.004))
			await settle(intent, 'dispute');
	}
	await askStripe(sandbox, '/v1/refunds?limit=100');
}

export type ConnectionAtBank = {
	item: string;
	account: string;
	customer: string | null;
	paymentMethod: string | null;
};

/** The account's numbers change, its login expires, or it is detached from the Customer at Stripe. */
export async function changeItem(
	sandbox: Sandbox,
	{ item, account, customer, paymentMethod }: ConnectionAtBank,
	change: 'numbers' | 'login' | 'detach',
): Promise<void> {
	const post = (path: string, body: object) =>
		sandbox.fetch(`http://localhost:8788/_sandbox/items/${item}${path}`, {
			method: 'POST',
			body: JSON.stringify(body),
		});
	if (change === 'detach') {
		// Somebody removes the bank account in Stripe's dashboard.
		if (customer && paymentMethod) await detach(sandbox, { customer, paymentMethod });
	} else if (change === 'login') await post('/reset_login', {});
	else
		await post('/webhook', {
			webhook_type: 'AUTH',
			webhook_code: 'DEFAULT_UPDATE',
			account_ids_with_updated_auth: { [account]: ['ACCOUNT_NUMBER'] },
		});
}
