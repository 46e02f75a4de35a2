import * as v from 'valibot';

/** A call to one of the sandbox's controls. @see docs/sandbox.md */
type Control = { path: 'faults' | 'stripe' | 'clock'; body: Record<string, unknown> };

/** `times`: how many requests meet the fault. All of them without it. */
const fault = (path: string, fault: Record<string, unknown>, times?: number): Control => ({
	path: 'faults',
	body: { path, fault, ...(times && { times }) },
});

/** The playground's faults by name, so that a page cannot send any other control to the sandbox. */
const controls = {
	none: [],
	'plaid-slow': [fault('/link/token/create', { delay_ms: 4000 })],
	'plaid-down': [fault('/link/token/create', { status: 503, body: 'Service Unavailable' })],
	'link-token-expired': [{ path: 'clock', body: { advance: '4h' } }],
	'stripe-not-linked': [{ path: 'stripe', body: { linked: false } }],
	'exchange-answer-lost': [fault('/item/public_token/exchange', { cut: 'after' }, 1)],
	'stripe-token-answer-lost': [fault('/processor/stripe/bank_account_token/create', { cut: 'after' }, 1)],
} as const satisfies Record<string, readonly Control[]>;

/** The Worker's calls to Plaid for a connection, in their order. */
export const plaidCalls = [
	'/link/token/create',
	'/item/public_token/exchange',
	'/accounts/get',
	'/processor/stripe/bank_account_token/create',
] as const;

/** Error codes that Plaid can answer those calls with, and their types. @see https://plaid.com/docs/errors/ */
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

type PlaidErrorCode = keyof typeof plaidErrors;

/** `POST /playground/faults`. */
export const faultBody = v.union(
	[
		v.strictObject({ fault: v.picklist(Object.keys(controls) as (keyof typeof controls)[]) }),
		v.strictObject({
			fault: v.literal('plaid-error'),
			call: v.picklist(plaidCalls),
			code: v.picklist(Object.keys(plaidErrors) as PlaidErrorCode[]),
		}),
	],
	'must name a fault of the playground',
);
export type Fault = v.InferOutput<typeof faultBody>;

/**
 * Brings about a fault in the sandbox, in place of the one before. Time that has passed cannot be taken back.
 *
 * @throws Error if the sandbox refuses or does not answer.
 */
export async function applyFault(sandboxUrl: string, wanted: Fault): Promise<void> {
	const send = async (method: string, path: string, body?: unknown) => {
		const response = await fetch(`${sandboxUrl}/_sandbox/${path}`, {
			method,
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
			signal: AbortSignal.timeout(5000),
		});
		if (!response.ok) throw new Error(`The sandbox refused ${method} ${path}: ${response.status}`);
	};
	await send('DELETE', 'faults');
	await send('POST', 'stripe', { linked: true });
	for (const { path, body } of controlsFor(wanted)) await send('POST', path, body);
}

function controlsFor(wanted: Fault): readonly Control[] {
	if (wanted.fault !== 'plaid-error') return controls[wanted.fault];
	const { call, code } = wanted;
	return [fault(call, { plaid_error: { error_type: plaidErrors[code], error_code: code } })];
}
