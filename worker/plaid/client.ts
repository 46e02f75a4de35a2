/**
 * Plaid over `fetch`: each call with a deadline, a bound on its answer and a check of its shape, repeated only where
 * the error says so and doing it twice is harmless.
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

/** One call, as the log tells it. */
export type PlaidCall = {
	path: string;
	ms: number;
	request_id: string | null;
	/** Plaid's, where it refused. */
	error_type?: string;
	error_code?: string;
	error_message?: string;
	/** What else went wrong: `timeout`, `connection`, `answer`. */
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
	/** The answer's shape. */
	shape: S;
	/** Doing it twice is harmless. */
	repeatable: boolean;
	/** For the call with its repeats. */
	deadlineMs?: number;
};

const usualDeadlineMs = 10_000;
/** Plaid asks the bank while we wait: up to 30 s and more. */
const balanceDeadlineMs = 35_000;
const attempts = 3;
const mostAnswerBytes = 2 * 1024 * 1024;

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
		const deadline = AbortSignal.timeout(rule.deadlineMs ?? usualDeadlineMs);
		for (let attempt = 1; ; attempt++) {
			const started = now();
			const seen: PlaidCall = { path, ms: 0, request_id: null };
			calls.push(seen);
			try {
				return await once(path, request, rule.shape, deadline, seen);
			} catch (error) {
				const passing = error instanceof PlaidFailure && error.again && !deadline.aborted;
				if (!passing || !rule.repeatable || attempt === attempts) throw error;
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
			text = await readBounded(response, mostAnswerBytes);
		} catch {
			seen.trouble = deadline.aborted ? 'timeout' : 'connection';
			throw new PlaidFailure('plaid_unavailable', { settled: false, again: true });
		}

		const body = text === null ? undefined : parseJson(text);
		if (!response.ok) {
			const refusal = v.safeParse(plaidError, body);
			if (refusal.success) throw refusedBy(path, refusal.output, seen);
			seen.trouble = 'answer';
			const gateway = response.status >= 500;
			throw new PlaidFailure(gateway ? 'plaid_unavailable' : 'plaid_answer_invalid', {
				settled: false,
				again: gateway,
			});
		}
		const answer = v.safeParse(shape, body);
		const named = v.safeParse(v.object({ request_id: v.string() }), body);
		if (named.success) seen.request_id = named.output.request_id;
		if (answer.success) return answer.output;
		seen.trouble = 'answer';
		throw new PlaidFailure('plaid_answer_invalid', { settled: false, again: true });
	}

	return {
		linkTokenCreate: (request: LinkTokenCreateRequest) =>
			call('/link/token/create', request, { shape: answers.linkTokenCreated, repeatable: true }),
		/** Never repeated here: a public token is spent once, and its second use would hide what became of the first. */
		itemPublicTokenExchange: (request: ItemPublicTokenExchangeRequest) =>
			call('/item/public_token/exchange', request, {
				shape: answers.publicTokenExchanged,
				repeatable: false,
			}),
		/** A repeat makes another token; the one that nobody uses is without effect. */
		processorStripeBankAccountTokenCreate: (request: ProcessorStripeBankAccountTokenCreateRequest) =>
			call('/processor/stripe/bank_account_token/create', request, {
				shape: answers.stripeTokenCreated,
				repeatable: true,
			}),
		/** The processor's name: Plaid's types do not know Stripe's yet. */
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
		/** Reading: the cursor is the caller's. */
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
		itemRemove: (request: ItemRemoveRequest) =>
			call('/item/remove', request, { shape: answers.itemRemoved, repeatable: true }),
	};
}

/** A failure of a call to Plaid. */
export class PlaidFailure extends ApiError {
	/** Plaid has told that it did not do the work; otherwise it may have done it. */
	readonly settled: boolean;
	readonly again: boolean;

	constructor(
		code: ApiError['code'],
		{ settled, again, ...details }: { settled: boolean; again: boolean } & ApiError['details'],
	) {
		super(code, details);
		this.settled = settled;
		this.again = again;
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
		again: meaning.again === true,
		plaid: {
			error_type: error.error_type.slice(0, 100),
			error_code: error.error_code.slice(0, 100),
			request_id: error.request_id ?? null,
		},
	});
}
