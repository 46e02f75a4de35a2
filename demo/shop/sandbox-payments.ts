import * as v from 'valibot';

/** What the sandbox's bank can do with a payment. @see docs/sandbox.md */
const outcomes = [
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

/** `POST /orders/:id/sandbox`: an outcome for the payment, or a time to pass. */
export const sandboxActionBody = v.union(
	[
		v.strictObject({ outcome: v.picklist(outcomes) }),
		v.strictObject({ advance: v.picklist(['1m', '5m', '4d']) }),
	],
	'must be an outcome or a time of this page’s',
);
export type SandboxAction = v.InferOutput<typeof sandboxActionBody>;

/**
 * Sends an action to the sandbox, and waits until the sandbox has delivered its webhooks.
 *
 * @returns null, or why the sandbox refused.
 * @throws Error if the sandbox does not answer.
 */
export async function runSandboxAction(
	sandboxUrl: string,
	paymentIntent: string | null,
	action: SandboxAction,
): Promise<string | null> {
	if ('outcome' in action && !paymentIntent) return 'Stripe does not know of this payment yet.';
	const path = 'outcome' in action ? `payments/${paymentIntent}` : 'clock';
	const response = await fetch(`${sandboxUrl}/_sandbox/${path}`, {
		method: 'POST',
		body: JSON.stringify(action),
		signal: AbortSignal.timeout(30_000),
	});
	if (response.ok) return null;
	const { error } = (await response.json()) as { error?: { message?: string } };
	return error?.message ?? `The sandbox answered ${response.status}.`;
}
