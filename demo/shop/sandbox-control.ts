import * as v from 'valibot';

/** What the sandbox's bank can be told to make of a payment. @see docs/sandbox.md */
export const outcomes = [
	'sent',
	'succeeded',
	'insufficient_funds',
	'account_closed',
	'no_account',
	'debit_not_authorized',
	'invalid_currency',
	'bank_account_restricted',
	'refer_to_customer',
	'dispute',
	'refunded',
	'refund_failed',
] as const;

export const controlBody = v.union(
	[
		v.strictObject({ outcome: v.picklist(outcomes) }),
		v.strictObject({ advance: v.picklist(['1m', '5m', '4d']) }),
	],
	'must be an outcome or a time of this page’s',
);
export type Control = v.InferOutput<typeof controlBody>;

/**
 * Does it, and waits until the sandbox has told everybody.
 *
 * @returns why the sandbox does not do it, or null.
 * @throws where the sandbox does not answer
 */
export async function control(
	sandboxUrl: string,
	paymentIntent: string | null,
	wanted: Control,
): Promise<string | null> {
	if ('outcome' in wanted && !paymentIntent) return 'Stripe does not know of this payment yet.';
	const path = 'outcome' in wanted ? `payments/${paymentIntent}` : 'clock';
	const answer = await fetch(`${sandboxUrl}/_sandbox/${path}`, {
		method: 'POST',
		body: JSON.stringify(wanted),
		signal: AbortSignal.timeout(30_000),
	});
	if (answer.ok) return null;
	const { error } = (await answer.json()) as { error?: { message?: string } };
	return error?.message ?? `The sandbox answered ${answer.status}.`;
}
