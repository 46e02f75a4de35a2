import { describe, expect, it, vi } from 'vitest';
import type { BankAccountTokenAnswer } from '../../worker/contract.ts';
import {
	type Backend,
	type ErrorBody,
	exchangePath,
	finishLink,
	linkEverything,
	openBackend,
	origin,
	stripePath,
} from './backend.ts';

const path = '/v1/bank_account_tokens';
const accountsPath = '/accounts/get';
const exchange = (backend: Backend, request: object) =>
	backend.post<BankAccountTokenAnswer & ErrorBody>(path, request);
const codeOf = ({ body }: { body: ErrorBody }) => body.error?.code;
const withoutRequestId = ({ request_id: _, ...answer }: BankAccountTokenAnswer) => answer;
/** The id of an account that Plaid has listed to the Worker. */
const listedAccount = ({ plaidAnswers }: Backend, name: string) =>
	plaidAnswers.flatMap(({ accounts = [] }) => accounts).find((account) => account.name === name)?.account_id;
/** Ends the lease of an owner that died. */
const endLease = (backend: Backend) => backend.sandbox.clock.advance('20s');

describe('a public token', { timeout: 30_000 }, () => {
	it('becomes a connection and a Stripe bank account token with one exchange', async () => {
		const backend = await openBackend();
		const tokens = await finishLink(backend);
		const answer = await exchange(backend, tokens);
		expect(answer.status).toBe(200);
		expect(answer.body).toEqual({
			connection: expect.stringMatching(/^conn_[0-9a-f]{32}$/),
			bank_account_token: expect.stringMatching(/^btok_/),
			account: {
				id: tokens.account_id,
				name: 'Plaid Checking',
				mask: '0000',
				type: 'depository',
				subtype: 'checking',
			},
			institution: { id: 'ins_109508', name: 'First Platypus Bank' },
			livemode: false,
			request_id: answer.headers.get('Request-Id'),
		});
		expect(backend.calls(exchangePath)).toHaveLength(1);
		expect(backend.calls(stripePath)).toHaveLength(1);
		expect(await backend.rows('exchanges')).toMatchObject([{ step: 'tokenized', owner: null }]);
	});

	it('sent twice, or an hour later by another isolate, gets the same answer', async () => {
		const backend = await openBackend();
		const tokens = await finishLink(backend);
		const first = await exchange(backend, tokens);
		const second = await exchange(backend, tokens);
		await backend.sandbox.clock.advance('1h');
		backend.restart();
		const third = await exchange(backend, tokens);
		const unnamed = await exchange(backend, {
			link_token: tokens.link_token,
			public_token: tokens.public_token,
		});
		for (const again of [second, third, unnamed]) {
			expect(withoutRequestId(again.body)).toEqual(withoutRequestId(first.body));
		}
		expect(backend.calls(exchangePath)).toHaveLength(1);
		expect(backend.calls(stripePath)).toHaveLength(1);
	});

	it('sent a hundred times at once is exchanged once, with a hundred equal answers', async () => {
		const backend = await openBackend({
			pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
		});
		const tokens = await finishLink(backend);
		const answers = await Promise.all(Array.from({ length: 100 }, () => exchange(backend, tokens)));
		expect(new Set(answers.map(({ body }) => JSON.stringify(withoutRequestId(body)))).size).toBe(1);
		expect(answers.every(({ status }) => status === 200)).toBe(true);
		expect(backend.calls(exchangePath)).toHaveLength(1);
		expect(await backend.rows('connections')).toHaveLength(1);
	}, 30_000);

	it('without a link session of ours is not exchanged', async () => {
		const backend = await openBackend();
		const { public_token } = await finishLink(backend);
		const answer = await exchange(backend, { link_token: 'link-sandbox-of-somebody-else', public_token });
		expect([answer.status, codeOf(answer)]).toEqual([404, 'link_session_not_found']);
		expect(backend.calls(exchangePath)).toHaveLength(0);
	});

	it('is refused with a link token that is five hours old', async () => {
		const backend = await openBackend();
		const tokens = await finishLink(backend);
		await backend.sandbox.clock.advance('5h');
		const answer = await exchange(backend, tokens);
		expect([answer.status, codeOf(answer)]).toEqual([400, 'link_token_expired']);
		expect(backend.calls(exchangePath)).toHaveLength(0);
	});

	it('is exchanged up to an hour after its link token expired, because the shopper was in Link', async () => {
		const backend = await openBackend();
		const { link_token } = await finishLink(backend);
		await backend.sandbox.clock.advance('4h1m');
		const answer = await exchange(backend, { ...(await finishLink(backend)), link_token });
		expect(answer.status).toBe(200);
	});

	it('that was exchanged gets the same answer hours later', async () => {
		const backend = await openBackend();
		const tokens = await finishLink(backend);
		const first = await exchange(backend, tokens);
		await backend.sandbox.clock.advance('6h');
		expect(withoutRequestId((await exchange(backend, tokens)).body)).toEqual(withoutRequestId(first.body));
		expect(backend.calls(exchangePath)).toHaveLength(1);
	});

	it('can be sent again with another account if the first cannot be used', async () => {
		const backend = await openBackend();
		const { account_id, ...tokens } = await finishLink(backend);
		const wrong = await exchange(backend, { ...tokens, account_id: 'nobodys' });
		expect([wrong.status, codeOf(wrong)]).toEqual([400, 'account_not_found']);
		const right = await exchange(backend, { ...tokens, ...(account_id && { account_id }) });
		expect(right.status).toBe(200);
		expect(backend.calls(exchangePath)).toHaveLength(1);
	});

	it('that is 31 minutes old, or unknown to Plaid, is invalid and stays so without asking again', async () => {
		const backend = await openBackend();
		const tokens = await finishLink(backend);
		await backend.sandbox.clock.advance('31m');
		const answer = await exchange(backend, tokens);
		expect([answer.status, codeOf(answer)]).toEqual([400, 'public_token_invalid']);
		expect(answer.body.error).toMatchObject({
			retryable: false,
			plaid: { error_code: 'INVALID_PUBLIC_TOKEN' },
		});
		expect(codeOf(await exchange(backend, tokens))).toBe('public_token_invalid');
		expect(backend.calls(exchangePath)).toHaveLength(1);
	});

	it('with another account or another link token is a conflict', async () => {
		const backend = await openBackend();
		const tokens = await finishLink(backend);
		const other = await finishLink(backend);
		await exchange(backend, tokens);
		expect(codeOf(await exchange(backend, { ...tokens, account_id: other.account_id }))).toBe(
			'exchange_conflict',
		);
		expect(codeOf(await exchange(backend, { ...tokens, link_token: other.link_token }))).toBe(
			'exchange_conflict',
		);
	});
});

describe('the account', () => {
	it('is the only usable one if none is named', async () => {
		const backend = await openBackend();
		const { account_id, ...tokens } = await finishLink(backend);
		expect((await exchange(backend, tokens)).body.account.id).toBe(account_id);
	});

	it('must be named if several are usable (account_required), and can be named afterwards', async () => {
		const backend = await openBackend();
		const tokens = await linkEverything(backend);
		const answer = await exchange(backend, tokens);
		expect([answer.status, codeOf(answer), answer.body.error.param]).toEqual([
			400,
			'account_required',
			'account_id',
		]);
		const account_id = listedAccount(backend, 'Plaid Saving');
		expect((await exchange(backend, { ...tokens, account_id })).body.account.id).toBe(account_id);
		expect(backend.calls(exchangePath)).toHaveLength(1);
	});

	it('must belong to the login (account_not_found)', async () => {
		const backend = await openBackend();
		const tokens = await finishLink(backend);
		const foreign = await finishLink(backend);
		expect(codeOf(await exchange(backend, { ...tokens, account_id: foreign.account_id }))).toBe(
			'account_not_found',
		);
		expect(codeOf(await exchange(backend, { ...foreign, account_id: 'nonsense' }))).toBe('account_not_found');
	});

	it('must be a checking or savings account (account_not_supported)', async () => {
		const backend = await openBackend();
		const tokens = await linkEverything(backend);
		expect(codeOf(await exchange(backend, tokens))).toBe('account_required');
		const account_id = listedAccount(backend, 'Plaid Cash Management');
		expect(codeOf(await exchange(backend, { ...tokens, account_id }))).toBe('account_not_supported');
	});
});

describe('an interrupted exchange', { timeout: 30_000 }, () => {
	it.each([
		['before', 'a cut', { cut: 'before' }],
		['before', 'a gateway’s error', { status: 502, body: 'bad gateway' }],
		[
			'before',
			'a fault of Plaid’s own',
			{ plaid_error: { error_type: 'API_ERROR', error_code: 'INTERNAL_SERVER_ERROR' } },
		],
	] as const)('%s Plaid did the work, by %s, succeeds with the same request', async (_when, _how, fault) => {
		const backend = await openBackend();
		const tokens = await finishLink(backend);
		backend.sandbox.faults.add({ path: exchangePath, times: 1, fault });
		const first = await exchange(backend, tokens);
		expect([first.status, codeOf(first), first.headers.get('Retry-After')]).toEqual([
			503,
			'plaid_unavailable',
			'2',
		]);
		// The exchange is asked for once per request, never blindly again.
		expect(backend.calls(exchangePath)).toHaveLength(1);
		expect((await exchange(backend, tokens)).status).toBe(200);
	});

	it.each([
		['the answer was cut off', { cut: 'after' }, 'plaid_unavailable'],
		['the answer was broken', { malformed: true }, 'plaid_answer_invalid'],
	] as const)('after Plaid spent the token (%s) is told as lost, for good', async (_how, fault, code) => {
		const backend = await openBackend();
		const tokens = await finishLink(backend);
		backend.sandbox.faults.add({ path: exchangePath, times: 1, fault });
		expect(codeOf(await exchange(backend, tokens))).toBe(code);
		const retry = await exchange(backend, tokens);
		expect([retry.status, codeOf(retry), retry.body.error.retryable]).toEqual([409, 'exchange_lost', false]);
		expect(await backend.rows('exchanges')).toMatchObject([{ step: 'lost', owner: null }]);
		expect(await backend.rows('connections')).toEqual([]);
		expect(codeOf(await exchange(backend, tokens))).toBe('exchange_lost');
		expect(backend.calls(exchangePath)).toHaveLength(2);
		expect(backend.log.join()).toContain('Plaid has spent the public token');
	});

	it('is not lost if Plaid answered that it did nothing', async () => {
		const backend = await openBackend();
		const tokens = await finishLink(backend);
		const fault = { plaid_error: { error_type: 'RATE_LIMIT_EXCEEDED', error_code: 'RATE_LIMIT' } };
		backend.sandbox.faults.add({ path: exchangePath, times: 1, fault });
		expect(codeOf(await exchange(backend, tokens))).toBe('plaid_rate_limited');
		await backend.sandbox.clock.advance('31m');
		expect(codeOf(await exchange(backend, tokens))).toBe('public_token_invalid');
	});

	it('whose owner died before Plaid’s answer ends as exchange_lost once the lease is over', async () => {
		let hang = true;
		const backend = await openBackend({
			fetch: (sandbox) => async (input, init) => {
				const response = await sandbox.fetch(input, init);
				return hang && String(input).endsWith(exchangePath) ? new Promise<never>(() => {}) : response;
			},
		});
		const tokens = await finishLink(backend);
		void exchange(backend, tokens);
		await vi.waitFor(() => expect(backend.calls(exchangePath)).toHaveLength(1));
		hang = false;
		backend.restart();
		const early = await exchange(backend, tokens);
		expect([early.status, codeOf(early), early.headers.get('Retry-After')]).toEqual([
			409,
			'exchange_in_progress',
			'3',
		]);
		await endLease(backend);
		expect(codeOf(await exchange(backend, tokens))).toBe('exchange_lost');
	});

	it('whose owner was only slow keeps Plaid’s answer, although another request ended it as lost', async () => {
		let answerNow: () => void = () => {};
		let hold = true;
		const backend = await openBackend({
			fetch: (sandbox) => async (input, init) => {
				const response = await sandbox.fetch(input, init);
				if (hold && String(input).endsWith(exchangePath)) {
					hold = false;
					await new Promise<void>((resolve) => {
						answerNow = resolve;
					});
				}
				return response;
			},
		});
		const tokens = await finishLink(backend);
		const slow = exchange(backend, tokens);
		await vi.waitFor(() => expect(backend.calls(exchangePath)).toHaveLength(1));
		await endLease(backend);
		expect(codeOf(await exchange(backend, tokens))).toBe('exchange_lost');
		answerNow();
		expect((await slow).status).toBe(200);
		expect(withoutRequestId((await exchange(backend, tokens)).body)).toEqual(
			withoutRequestId((await slow).body),
		);
	});

	it.each([stripePath, accountsPath])(
		'killed at %s after the access token was stored goes on without Link',
		async (stop) => {
			let hang = true;
			const backend = await openBackend({
				fetch: (sandbox) => async (input, init) =>
					hang && String(input).endsWith(stop) ? new Promise<never>(() => {}) : sandbox.fetch(input, init),
			});
			const tokens = await finishLink(backend);
			void exchange(backend, tokens);
			await vi.waitFor(async () =>
				expect(await backend.rows('exchanges')).toMatchObject([{ step: 'exchanged' }]),
			);
			hang = false;
			backend.restart();
			await endLease(backend);
			expect((await exchange(backend, tokens)).status).toBe(200);
			expect(backend.calls(exchangePath)).toHaveLength(1);
			expect(await backend.rows('connections')).toHaveLength(1);
		},
	);

	it.each([
		[stripePath, { cut: 'before' }],
		[stripePath, { cut: 'after' }],
		[stripePath, { malformed: true }],
		[stripePath, { status: 503, body: 'no' }],
		[accountsPath, { cut: 'before' }],
		[accountsPath, { cut: 'after' }],
		[accountsPath, { malformed: true }],
	] as const)('once at %s by %j is repeated within the request', async (at, fault) => {
		const backend = await openBackend();
		const tokens = await finishLink(backend);
		backend.sandbox.faults.add({ path: at, times: 1, fault });
		expect((await exchange(backend, tokens)).status).toBe(200);
		expect(backend.calls(at)).toHaveLength(2);
	});

	it.each([stripePath, accountsPath])(
		'for longer at %s keeps the access token, and the same request succeeds later',
		async (at) => {
			const backend = await openBackend();
			const tokens = await finishLink(backend);
			backend.sandbox.faults.add({ path: at, fault: { cut: 'before' } });
			const first = await exchange(backend, tokens);
			expect(codeOf(first)).toBe('plaid_unavailable');
			expect(backend.calls(at)).toHaveLength(3);
			expect(await backend.rows('exchanges')).toMatchObject([{ step: 'exchanged', owner: null }]);
			backend.sandbox.faults.clear();
			expect((await exchange(backend, tokens)).status).toBe(200);
			expect(backend.calls(exchangePath)).toHaveLength(1);
		},
	);

	it('is continued by one of fifty requests that arrive at once', async () => {
		const backend = await openBackend({
			pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms / 10)),
		});
		const tokens = await finishLink(backend);
		backend.sandbox.faults.add({ path: stripePath, times: 3, fault: { cut: 'before' } });
		expect(codeOf(await exchange(backend, tokens))).toBe('plaid_unavailable');
		const answers = await Promise.all(Array.from({ length: 100 }, () => exchange(backend, tokens)));
		expect(new Set(answers.map(({ body }) => body.bank_account_token)).size).toBe(1);
		expect(backend.calls(exchangePath)).toHaveLength(1);
		expect(backend.calls(stripePath)).toHaveLength(4);
	});

	it('is finished after the page that began it is closed', async () => {
		const backend = await openBackend();
		const tokens = await finishLink(backend);
		const kept: Promise<unknown>[] = [];
		const context = { waitUntil: (work: Promise<unknown>) => kept.push(work) } as unknown as ExecutionContext;
		await backend.ask(
			path,
			{
				method: 'POST',
				headers: { Origin: origin, 'Content-Type': 'application/json' },
				body: JSON.stringify(tokens),
			},
			context,
		);
		expect(kept.length).toBeGreaterThanOrEqual(1);
		await Promise.all(kept);
		expect(await backend.rows('exchanges')).toMatchObject([{ step: 'tokenized' }]);
	});
});

describe('Plaid’s error about', () => {
	const table: [string, string, string, string, number][] = [
		['INVALID_INPUT', 'INVALID_API_KEYS', exchangePath, 'plaid_credentials_invalid', 503],
		['INVALID_INPUT', 'UNAUTHORIZED_ENVIRONMENT', exchangePath, 'plaid_not_enabled', 503],
		['RATE_LIMIT_EXCEEDED', 'RATE_LIMIT', exchangePath, 'plaid_rate_limited', 503],
		['RATE_LIMIT_EXCEEDED', 'CREDITS_EXHAUSTED', exchangePath, 'plaid_not_enabled', 503],
		['API_ERROR', 'PLANNED_MAINTENANCE', exchangePath, 'plaid_unavailable', 503],
		['API_ERROR', 'SOMETHING_NEW', exchangePath, 'plaid_unavailable', 503],
		['INVALID_REQUEST', 'UNKNOWN_FIELDS', exchangePath, 'plaid_request_refused', 502],
		['A_NEW_TYPE', 'A_NEW_CODE', exchangePath, 'plaid_request_refused', 502],
		['INVALID_INPUT', 'INVALID_PRODUCT', stripePath, 'stripe_not_linked', 503],
		['INVALID_INPUT', 'INVALID_STRIPE_ACCOUNT', stripePath, 'stripe_account_invalid', 503],
		['ITEM_ERROR', 'ITEM_NOT_SUPPORTED', stripePath, 'account_not_supported', 400],
		['ITEM_ERROR', 'ITEM_LOGIN_REQUIRED', stripePath, 'bank_login_required', 409],
		['ITEM_ERROR', 'ITEM_NOT_FOUND', stripePath, 'bank_access_revoked', 409],
		['ITEM_ERROR', 'PRODUCT_NOT_READY', stripePath, 'bank_unavailable', 503],
		['INSTITUTION_ERROR', 'INSTITUTION_DOWN', accountsPath, 'bank_unavailable', 503],
		['INSTITUTION_ERROR', 'A_NEW_CODE', accountsPath, 'bank_unavailable', 503],
		['INVALID_INPUT', 'USER_PERMISSION_REVOKED', accountsPath, 'bank_access_revoked', 409],
	];

	it.each(table)(
		'%s/%s at %s is told as %s (%i), and the same request succeeds once it has passed',
		async (error_type, error_code, at, code, status) => {
			const backend = await openBackend();
			const tokens = await finishLink(backend);
			backend.sandbox.faults.add({ path: at, fault: { plaid_error: { error_type, error_code } } });
			const answer = await exchange(backend, tokens);
			expect([answer.status, codeOf(answer)]).toEqual([status, code]);
			expect(answer.body.error).toMatchObject({ plaid: { error_type, error_code } });
			backend.sandbox.faults.clear();
			expect((await exchange(backend, tokens)).status).toBe(200);
			expect((await backend.rows('connections')).length).toBe(1);
		},
	);

	it('a missing Stripe integration is hidden from the shopper, and reported in the log and in /health until it is fixed', async () => {
		const backend = await openBackend();
		const tokens = await finishLink(backend);
		backend.sandbox.stripe.set({ linked: false });
		const answer = await exchange(backend, tokens);
		expect(codeOf(answer)).toBe('stripe_not_linked');
		expect(answer.body.error.display_message).toMatch(/not available right now/);
		expect(JSON.stringify(answer.body.error.message + answer.body.error.display_message)).not.toMatch(
			/dashboard/,
		);
		expect(backend.log.join()).toContain('dashboard.plaid.com/developers/integrations');
		const ill = await backend.health();
		expect(ill.body).toMatchObject({ status: 'degraded' });
		expect(ill.text).toContain('dashboard.plaid.com/developers/integrations');

		backend.sandbox.stripe.set({ linked: true });
		expect((await exchange(backend, tokens)).status).toBe(200);
		expect((await backend.health()).body).toMatchObject({ status: 'ok' });
		expect(backend.calls(exchangePath)).toHaveLength(1);
	});
});
