import type {
	AccountsAnswer,
	Authorization,
	Connection,
	ErrorAnswer,
	Payment,
	PaymentRequest,
	RefundRequest,
	SessionAnswer,
	SessionRequest,
} from '../../worker/contract.ts';

/** The merchant's calls to the Worker: the API key goes with each of them. All throw BackendError. */
export type Backend = {
	/** For the element's `session`: who the shopper is, and what is to be authorized. */
	session(request: SessionRequest): Promise<SessionAnswer>;
	connection(id: string): Promise<Connection>;
	/** What Plaid saw last. */
	accounts(connection: string): Promise<AccountsAnswer>;
	/** A second call with the same key and request makes no second debit. */
	pay(request: PaymentRequest, idempotencyKey: string): Promise<Payment>;
	payment(id: string): Promise<Payment>;
	cancel(payment: string, idempotencyKey: string): Promise<Payment>;
	refund(payment: string, request: RefundRequest, idempotencyKey: string): Promise<Payment>;
	authorization(id: string): Promise<Authorization>;
};

/** The Worker refused, or did not answer; `code` is of the Worker's closed list, or `backend_unreachable`. */
export class BackendError extends Error {
	override readonly name = 'BackendError';
	readonly code: string;
	/** For the shopper, or null where a shopper can do nothing about it. */
	readonly displayMessage: string | null;
	readonly retryable: boolean;
	/** HTTP's; null where there was no answer. */
	readonly status: number | null;
	/** With `payment_refused`: the payment, which is `failed`. */
	readonly payment: string | null;

	constructor(
		code: string,
		message: string,
		{ displayMessage = null, retryable = false, status = null, payment = null }: Partial<BackendError> = {},
	) {
		super(message);
		this.code = code;
		this.displayMessage = displayMessage;
		this.retryable = retryable;
		this.status = status;
		this.payment = payment;
	}
}

/** A balance check may take a bank half a minute. */
const patience = 45_000;

export function createBackend(url: string, apiKey: string, send: typeof fetch): Backend {
	const ask = async <Answer>(
		path: string,
		request?: object,
		idempotencyKey: string = crypto.randomUUID(),
	): Promise<Answer> => {
		let response: Response;
		let body: unknown;
		try {
			response = await send(url + path, {
				method: request ? 'POST' : 'GET',
				headers: {
					authorization: `Bearer ${apiKey}`,
					accept: 'application/json',
					...(request && { 'content-type': 'application/json', 'idempotency-key': idempotencyKey }),
				},
				...(request && { body: JSON.stringify(request) }),
				redirect: 'error',
				signal: AbortSignal.timeout(patience),
			});
			body = await response.json();
		} catch (cause) {
			const message = `The Worker at ${url} does not answer as it should. Is it running?`;
			throw Object.assign(new BackendError('backend_unreachable', message, { retryable: true }), { cause });
		}
		if (response.ok) return body as Answer;
		const { error } = (body ?? {}) as Partial<ErrorAnswer>;
		throw new BackendError(
			error?.code ?? 'backend_unreachable',
			error?.message ?? `The Worker at ${url} answered ${response.status}.`,
			{
				displayMessage: error?.display_message ?? null,
				retryable: error?.retryable ?? response.status >= 500,
				status: response.status,
				payment: error?.payment ?? null,
			},
		);
	};
	const at = (collection: string, id: string) => `/v1/${collection}/${encodeURIComponent(id)}`;
	return {
		session: (request) => ask('/v1/sessions', request),
		connection: (id) => ask(at('connections', id)),
		accounts: (id) => ask(`${at('connections', id)}/accounts`),
		pay: (request, key) => ask('/v1/payments', request, key),
		payment: (id) => ask(at('payments', id)),
		cancel: (id, key) => ask(`${at('payments', id)}/cancel`, {}, key),
		refund: (id, request, key) => ask(`${at('payments', id)}/refunds`, request, key),
		authorization: (id) => ask(at('authorizations', id)),
	};
}
