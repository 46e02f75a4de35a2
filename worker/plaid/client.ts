/**
 * Plaid over `fetch`. Each call has a deadline, a maximum size of its answer, and a schema that the answer must match. A
 * call is retried only if the error is transient and the call is repeatable.
 * @see https://plaid.com/docs/api/
 */
import type {
	AccountsBalanceGetRequest,
	AccountsGetRequest,
	InstitutionsGetRequest,
	InstitutionsSearchRequest,
	ItemGetRequest,
	ItemPublicTokenExchangeRequest,
	ItemRemoveRequest,
	ItemWebhookUpdateRequest,
	LinkTokenCreateRequest,
	ProcessorStripeBankAccountTokenCreateRequest,
	ProcessorTokenCreateRequest,
	TransactionsSyncRequest,
	WebhookVerificationKeyGetRequest,
} from 'plaid';
import * as v from 'valibot';
import { fullJitter, type Pause } from '../backoff.ts';
import type { Config } from '../config.ts';
import { ApiError, withoutSecrets } from '../errors.ts';
import { parseJson, readBounded } from '../read-body.ts';
import * as answers from './answers.ts';
import { meaningOf, type PlaidErrorBody, plaidError } from './errors.ts';

/** One call, as the log line has it. */
export type PlaidCall = {
	path: string;
	ms: number;
	request_id: string | null;
	/** Plaid's own error, if it refused. */
	error_type?: string;
	error_code?: string;
	error_message?: string;
	/** What went wrong without an error of Plaid's: `timeout`, `connection`, `answer`. */
	trouble?: string;
};

export type Plaid = ReturnType<typeof createPlaid>;

type Options = {
	fetch: typeof fetch;
	now: () => number;
	pause: Pause;
	config: Config['plaid'];
	calls: PlaidCall[];
};
type Rule<S> = {
	/** The schema of the answer. */
	shape: S;
	/** Running it twice does no harm. */
	repeatable: boolean;
	/** Of the call with its retries. */
	deadlineMs?: number;
};

const defaultDeadlineMs = 10_000;
/** Plaid asks the bank meanwhile, which can take more than 30 s. */
const balanceDeadlineMs = 35_000;
const attempts = 3;
const maxAnswerBytes = 2 * 1024 * 1024;

export function createPlaid({ fetch, now, pause, config, calls }: Options) {
	const headers = {
		'Content-Type': 'application/json',
		'PLAID-CLIENT-ID': config.clientId,
		'PLAID-SECRET': config.secret,
		'Plaid-Version': '2020-09-14',
	};

	async function call<S extends v.GenericSchema>(
		path: string,
		request: object,
		rule: Rule<S>,
	): Promise<v.InferOutput<S>> {
		const deadline = AbortSignal.timeout(rule.deadlineMs ?? defaultDeadlineMs);
		for (let attempt = 1; ; attempt++) {
			const started = now();
			const seen: PlaidCall = { path, ms: 0, request_id: null };
			calls.push(seen);
			try {
				return await once(path, request, rule.shape, deadline, seen);
			} catch (error) {
				const isTransient = error instanceof PlaidFailure && error.isTransient && !deadline.aborted;
				if (!isTransient || !rule.repeatable || attempt === attempts) throw error;
			} finally {
				seen.ms = now() - started;
			}
			await pause(fullJitter(attempt, { firstMs: 150, mostMs: 2_000 }));
		}
	}

	async function once<S extends v.GenericSchema>(
		path: string,
		request: object,
		shape: S,
		deadline: AbortSignal,
		seen: PlaidCall,
	): Promise<v.InferOutput<S>> {
		let response: Response;
		let text: string | null;
		try {
			response = await fetch(`${config.baseUrl}${path}`, {
				method: 'POST',
				headers,
				body: JSON.stringify(request),
				redirect: 'manual',
				signal: deadline,
			});
			text = await readBounded(response, maxAnswerBytes);
		} catch {
			seen.trouble = deadline.aborted ? 'timeout' : 'connection';
			throw new PlaidFailure('plaid_unavailable', { settled: false, isTransient: true });
		}

		const body = text === null ? undefined : parseJson(text);
		if (!response.ok) {
			const refusal = v.safeParse(plaidError, body);
			if (refusal.success) throw refusedBy(path, refusal.output, seen);
			seen.trouble = 'answer';
			const isGateway = response.status >= 500;
			throw new PlaidFailure(isGateway ? 'plaid_unavailable' : 'plaid_answer_invalid', {
				settled: false,
				isTransient: isGateway,
			});
		}
		const answer = v.safeParse(shape, body);
		const named = v.safeParse(v.object({ request_id: v.string() }), body);
		if (named.success) seen.request_id = named.output.request_id;
		if (answer.success) return answer.output;
		seen.trouble = 'answer';
		throw new PlaidFailure('plaid_answer_invalid', { settled: false, isTransient: true });
	}

	return {
		linkTokenCreate: (request: LinkTokenCreateRequest) =>
			call('/link/token/create', request, { shape: answers.linkTokenCreated, repeatable: true }),
		/** Never retried: a public token can be used once, and a second use would hide the outcome of the first. */
		itemPublicTokenExchange: (request: ItemPublicTokenExchangeRequest) =>
			call('/item/public_token/exchange', request, {
				shape: answers.publicTokenExchanged,
				repeatable: false,
			}),
		/** A retry makes another token. A token that nobody uses has no effect. */
		processorStripeBankAccountTokenCreate: (request: ProcessorStripeBankAccountTokenCreateRequest) =>
			call('/processor/stripe/bank_account_token/create', request, {
				shape: answers.stripeTokenCreated,
				repeatable: true,
			}),
		/** Plaid's types do not have the name of the processor Stripe yet. */
		processorTokenCreate: (request: Omit<ProcessorTokenCreateRequest, 'processor'> & { processor: string }) =>
			call('/processor/token/create', request, { shape: answers.processorTokenCreated, repeatable: true }),
		accountsGet: (request: AccountsGetRequest) =>
			call('/accounts/get', request, { shape: answers.accountsGotten, repeatable: true }),
		accountsBalanceGet: (request: AccountsBalanceGetRequest) =>
			call('/accounts/balance/get', request, {
				shape: answers.accountsGotten,
				repeatable: true,
				deadlineMs: balanceDeadlineMs,
			}),
		institutionsGet: (request: InstitutionsGetRequest) =>
			call('/institutions/get', request, { shape: answers.institutionsGotten, repeatable: true }),
		institutionsSearch: (request: InstitutionsSearchRequest) =>
			call('/institutions/search', request, { shape: answers.institutionsFound, repeatable: true }),
		transactionsSync: (request: TransactionsSyncRequest) =>
			call('/transactions/sync', request, { shape: answers.transactionsSynced, repeatable: true }),
		webhookVerificationKeyGet: (request: WebhookVerificationKeyGetRequest) =>
			call('/webhook_verification_key/get', request, {
				shape: answers.webhookKeyGotten,
				repeatable: true,
				deadlineMs: 4_000,
			}),
		itemGet: (request: ItemGetRequest) =>
			call('/item/get', request, { shape: answers.itemGotten, repeatable: true, deadlineMs: 4_000 }),
		itemWebhookUpdate: (request: ItemWebhookUpdateRequest) =>
			call('/item/webhook/update', request, { shape: answers.itemWebhookUpdated, repeatable: true }),
		itemRemove: (request: ItemRemoveRequest) =>
			call('/item/remove', request, { shape: answers.itemRemoved, repeatable: true }),
	};
}

/** A failure of a call to Plaid. */
export class PlaidFailure extends ApiError {
	/** Plaid answered that it did not do the work. Otherwise it may have done it. */
	readonly settled: boolean;
	/** The same call may succeed a moment later. */
	readonly isTransient: boolean;

	constructor(
		code: ApiError['code'],
		{ settled, isTransient, ...details }: { settled: boolean; isTransient: boolean } & ApiError['details'],
	) {
		super(code, details);
		this.settled = settled;
		this.isTransient = isTransient;
	}
}

function refusedBy(path: string, error: PlaidErrorBody, seen: PlaidCall): PlaidFailure {
	seen.request_id = error.request_id ?? null;
	seen.error_type = error.error_type;
	seen.error_code = error.error_code;
	if (error.error_message) seen.error_message = withoutSecrets(error.error_message);
	const meaning = meaningOf(path, error);
	return new PlaidFailure(meaning.code, {
		settled: error.error_type !== 'API_ERROR',
		isTransient: meaning.isTransient === true,
		plaid: {
			error_type: error.error_type.slice(0, 100),
			error_code: error.error_code.slice(0, 100),
			request_id: error.request_id ?? null,
		},
	});
}
