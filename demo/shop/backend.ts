import type {
	AccountsAnswer,
	Connection,
	ErrorAnswer,
	SessionAnswer,
	SessionRequest,
} from '../../worker/contract.ts';

/** The merchant's calls to the Worker: the API key goes with each of them. */
export type Backend = {
	connection(id: string): Promise<Connection>;
	/** Asks the bank; may take half a minute. */
	accounts(id: string): Promise<AccountsAnswer>;
	/** For the element's `session`: who the shopper is. */
	session(request: SessionRequest): Promise<SessionAnswer>;
};

/** The Worker refused, or did not answer; `code` is of the Worker's closed list, or `backend_unreachable`. */
export class BackendError extends Error {
	override readonly name = 'BackendError';
	readonly code: string;
	readonly retryable: boolean;

	constructor(code: string, message: string, retryable: boolean) {
		super(message);
		this.code = code;
		this.retryable = retryable;
	}
}

/** A balance check may take a bank half a minute. */
const patience = 45_000;

export function createBackend(url: string, apiKey: string, send: typeof fetch): Backend {
	const ask = async <Answer>(path: string, request?: object): Promise<Answer> => {
		let response: Response;
		let body: unknown;
		try {
			response = await send(url + path, {
				method: request ? 'POST' : 'GET',
				headers: {
					authorization: `Bearer ${apiKey}`,
					accept: 'application/json',
					...(request && { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() }),
				},
				...(request && { body: JSON.stringify(request) }),
				redirect: 'error',
				signal: AbortSignal.timeout(patience),
			});
			body = await response.json();
		} catch (cause) {
			const message = `The Worker at ${url} does not answer as it should. Is it running?`;
			throw Object.assign(new BackendError('backend_unreachable', message, true), { cause });
		}
		if (response.ok) return body as Answer;
		const { error } = (body ?? {}) as Partial<ErrorAnswer>;
		throw new BackendError(
			error?.code ?? 'backend_unreachable',
			error?.message ?? `The Worker at ${url} answered ${response.status}.`,
			error?.retryable ?? response.status >= 500,
		);
	};
	return {
		connection: (id) => ask<Connection>(`/v1/connections/${encodeURIComponent(id)}`),
		accounts: (id) => ask<AccountsAnswer>(`/v1/connections/${encodeURIComponent(id)}/accounts?balances=live`),
		session: (request) => ask<SessionAnswer>('/v1/sessions', request),
	};
}
