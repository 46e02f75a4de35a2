/** What can be made to go wrong in the playground: by name, so that a page decides nothing about the sandbox itself. */
import * as v from 'valibot';

type Control = [path: 'faults' | 'stripe' | 'clock', body: Record<string, unknown>];

const fault = (path: string, what: Record<string, unknown>, times?: number): Control => [
	'faults',
	{ path, fault: what, ...(times && { times }) },
];

/** Each with the sandbox's controls that bring it about. @see docs/sandbox.md */
const troubles = {
	none: [],
	'plaid-slow': [fault('/link/token/create', { delay_ms: 4000 })],
	'plaid-down': [fault('/link/token/create', { status: 503, body: 'Service Unavailable' })],
	'link-token-expired': [['clock', { advance: '4h' }]],
	'stripe-not-linked': [['stripe', { linked: false }]],
	'exchange-answer-lost': [fault('/item/public_token/exchange', { cut: 'after' }, 1)],
	'stripe-token-answer-lost': [fault('/processor/stripe/bank_account_token/create', { cut: 'after' }, 1)],
} as const satisfies Record<string, readonly Control[]>;

/** The calls that the Worker makes for a connection, in their order. */
export const plaidCalls = [
	'/link/token/create',
	'/item/public_token/exchange',
	'/accounts/get',
	'/processor/stripe/bank_account_token/create',
] as const;

/** Plaid's errors that such a call may meet. @see https://plaid.com/docs/errors/ */
export const plaidErrors = {
	INVALID_API_KEYS: 'INVALID_INPUT',
	UNAUTHORIZED_ENVIRONMENT: 'INVALID_INPUT',
	INVALID_PRODUCT: 'INVALID_INPUT',
	INVALID_PUBLIC_TOKEN: 'INVALID_INPUT',
	INVALID_ACCOUNT_ID: 'INVALID_INPUT',
	INVALID_STRIPE_ACCOUNT: 'INVALID_INPUT',
	INVALID_FIELD: 'INVALID_REQUEST',
	ITEM_LOGIN_REQUIRED: 'ITEM_ERROR',
	ITEM_NOT_FOUND: 'ITEM_ERROR',
	ITEM_NOT_SUPPORTED: 'ITEM_ERROR',
	NO_AUTH_ACCOUNTS: 'ITEM_ERROR',
	PRODUCT_NOT_READY: 'ITEM_ERROR',
	INSTITUTION_DOWN: 'INSTITUTION_ERROR',
	INSTITUTION_NOT_RESPONDING: 'INSTITUTION_ERROR',
	RATE_LIMIT: 'RATE_LIMIT_EXCEEDED',
	CREDITS_EXHAUSTED: 'RATE_LIMIT_EXCEEDED',
	INTERNAL_SERVER_ERROR: 'API_ERROR',
	PLANNED_MAINTENANCE: 'API_ERROR',
} as const;

export const troubleBody = v.union(
	[
		v.strictObject({ trouble: v.picklist(Object.keys(troubles) as (keyof typeof troubles)[]) }),
		v.strictObject({
			trouble: v.literal('plaid-error'),
			call: v.picklist(plaidCalls),
			code: v.picklist(Object.keys(plaidErrors) as (keyof typeof plaidErrors)[]),
		}),
	],
	'must name a trouble of the playground',
);
export type Trouble = v.InferOutput<typeof troubleBody>;

/** Before each: no fault is left of the one before. The clock cannot go back. */
const calm: Control[] = [['stripe', { linked: true }]];

/** @throws where the sandbox does not do it */
export async function makeTrouble(sandboxUrl: string, wanted: Trouble): Promise<void> {
	const control = async (method: string, path: string, body?: unknown) => {
		const answer = await fetch(`${sandboxUrl}/_sandbox/${path}`, {
			method,
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
			signal: AbortSignal.timeout(5000),
		});
		if (!answer.ok) throw new Error(`The sandbox refused ${method} ${path}: ${answer.status}`);
	};
	const controls: readonly Control[] =
		wanted.trouble === 'plaid-error'
			? [
					fault(wanted.call, {
						plaid_error: { error_type: plaidErrors[wanted.code], error_code: wanted.code },
					}),
				]
			: troubles[wanted.trouble];
	await control('DELETE', 'faults');
	for (const [path, body] of [...calm, ...controls]) await control('POST', path, body);
}
