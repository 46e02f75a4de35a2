/** What Stripe holds, read past the Worker: the truth that everything is compared with. */
import type { Sandbox } from '../../sandbox/index.ts';

export const stripeKey = 'sk_test_000000000000000000cc';

export type PaymentIntent = {
	id: string;
	status: string;
	amount: number;
	created: number;
	metadata: Record<string, string>;
	latest_charge: {
		id: string;
		status: string;
		disputed: boolean;
		refunded: boolean;
		amount_refunded: number;
	} | null;
	last_payment_error: { code?: string } | null;
};
export type Refund = {
	id: string;
	status: string;
	amount: number;
	metadata: Record<string, string>;
	payment_intent: string;
};

export async function askStripe<Body>(sandbox: Sandbox, path: string): Promise<Body> {
	const response = await sandbox.fetch(`https://api.stripe.com${path}`, {
		headers: { Authorization: `Bearer ${stripeKey}` },
	});
	if (!response.ok) throw new Error(`Stripe: ${path} answered ${response.status} ${await response.text()}`);
	return (await response.json()) as Body;
}

/** Removes a bank account from its Customer, past the Worker. */
export async function detach(
	sandbox: Sandbox,
	{ customer, paymentMethod }: { customer: string; paymentMethod: string },
): Promise<void> {
	await sandbox.fetch(`https://api.stripe.com/v1/customers/${customer}/sources/${paymentMethod}`, {
		method: 'DELETE',
		headers: { Authorization: `Bearer ${stripeKey}` },
	});
}

async function all<Row extends { id: string }>(sandbox: Sandbox, path: string): Promise<Row[]> {
	const rows: Row[] = [];
	for (let after = ''; ; ) {
		const page = await askStripe<{ data: Row[]; has_more: boolean }>(sandbox, `${path}${after}`);
		rows.push(...page.data);
		const last = page.data.at(-1);
		if (!page.has_more || !last) return rows;
		after = `&starting_after=${last.id}`;
	}
}

export const paymentIntents = (sandbox: Sandbox): Promise<PaymentIntent[]> =>
	all(sandbox, '/v1/payment_intents?limit=100&expand[0]=data.latest_charge');

export const refunds = (sandbox: Sandbox): Promise<Refund[]> => all(sandbox, '/v1/refunds?limit=100');

const ended = new Set(['canceled']);

/** Whether the debit is on its way or has arrived: money moves, or has moved and was not returned. */
export const isLive = ({ status }: PaymentIntent): boolean =>
	status === 'processing' || status === 'succeeded';

/** Whether money could still move: also a debit that the shopper may yet complete. */
export const canMoveMoney = ({ status, last_payment_error: error }: PaymentIntent): boolean =>
	!ended.has(status) &&
	(status === 'processing' || status === 'requires_action' || status === 'requires_capture') &&
	error === null;
