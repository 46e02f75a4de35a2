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

/** Every call from the shop's server to the Worker. Each sends the API key. Each throws a `WorkerError`. */
export type WorkerClient = {
	/** Creates the element's `session`: who the shopper is, and which debit they are asked to authorize. */
	createSession(request: SessionRequest): Promise<SessionAnswer>;
	connection(id: string): Promise<Connection>;
	/** The accounts with their cached balances. */
	accounts(connection: string): Promise<AccountsAnswer>;
	/** Repeating a request with the same key makes no second debit. */
	createPayment(request: PaymentRequest, idempotencyKey: string): Promise<Payment>;
	payment(id: string): Promise<Payment>;
	cancelPayment(id: string, idempotencyKey: string): Promise<Payment>;
	refundPayment(id: string, request: RefundRequest, idempotencyKey: string): Promise<Payment>;
	authorization(id: string): Promise<Authorization>;
};

/** The Worker refused a request, or did not answer. */
export class WorkerError extends Error {
	override readonly name = 'WorkerError';
	/** One of the Worker's error codes, or `backend_unreachable`. */
	readonly code: string;
	/** For the shopper. Null if the shopper can do nothing about it. */
	readonly displayMessage: string | null;
	readonly retryable: boolean;
	/** The HTTP status. Null without an answer. */
	readonly status: number | null;
	/** With `payment_refused`: the id of the payment, which is `failed`. */
	readonly payment: string | null;

	constructor(
		code: string,
		message: string,
		{ displayMessage = null, retryable = false, status = null, payment = null }: Partial<WorkerError> = {},
	) {
		super(message);
		this.code = code;
		this.displayMessage = displayMessage;
		this.retryable = retryable;
		this.status = status;
		this.payment = payment;
	}
}

/** With a balance check, a bank may take half a minute. */
const timeoutMs = 45_000;

/** `fetch` can be another than the runtime's, so that the demo can record the calls. */
export function createWorkerClient(
	url: string,
	apiKey: string,
	fetch: typeof globalThis.fetch = globalThis.fetch,
): WorkerClient {
	async function request<Answer>(path: string, init: RequestInit = {}): Promise<Answer> {
		let response: Response;
		let body: unknown;
		try {
			response = await fetch(url + path, {
				...init,
				headers: { authorization: `Bearer ${apiKey}`, accept: 'application/json', ...init.headers },
				redirect: 'error',
				signal: AbortSignal.timeout(timeoutMs),
			});
			body = await response.json();
		} catch (cause) {
			const message = `The Worker at ${url} does not answer as it should. Is it running?`;
			throw Object.assign(new WorkerError('backend_unreachable', message, { retryable: true }), { cause });
		}
		if (response.ok) return body as Answer;
		const { error } = (body ?? {}) as Partial<ErrorAnswer>;
		throw new WorkerError(
			error?.code ?? 'backend_unreachable',
			error?.message ?? `The Worker at ${url} answered ${response.status}.`,
			{
				displayMessage: error?.display_message ?? null,
				retryable: error?.retryable ?? response.status >= 500,
				status: response.status,
				payment: error?.payment ?? null,
			},
		);
	}

	const get = <Answer>(path: string) => request<Answer>(path);
	const post = <Answer>(path: string, body: object, idempotencyKey: string = crypto.randomUUID()) =>
		request<Answer>(path, {
			method: 'POST',
			headers: { 'content-type': 'application/json', 'idempotency-key': idempotencyKey },
			body: JSON.stringify(body),
		});
	const path = (collection: string, id: string) => `/v1/${collection}/${encodeURIComponent(id)}`;

	return {
		createSession: (request) => post('/v1/sessions', request),
		connection: (id) => get(path('connections', id)),
		accounts: (id) => get(`${path('connections', id)}/accounts`),
		createPayment: (request, key) => post('/v1/payments', request, key),
		payment: (id) => get(path('payments', id)),
		cancelPayment: (id, key) => post(`${path('payments', id)}/cancel`, {}, key),
		refundPayment: (id, request, key) => post(`${path('payments', id)}/refunds`, request, key),
		authorization: (id) => get(path('authorizations', id)),
	};
}
