import { expect, it } from 'vitest';
import { exchangePath, finishLink, openBackend, stripePath, tables, variables } from './backend.ts';

it('no answer, log line or stored row holds a secret, on the way that succeeds and on those that fail', async () => {
	const backend = await openBackend();
	const texts: string[] = [];
	const keep = <T extends { text: string; headers: Headers }>(answer: T): T => {
		texts.push(answer.text, JSON.stringify([...answer.headers]));
		return answer;
	};
	const send = (tokens: object) =>
		backend.post<{ connection: string; bank_account_token: string }>('/v1/bank_account_tokens', tokens);

	const good = await finishLink(backend);
	const { body } = keep(await send(good));
	keep(await backend.read(`/v1/connections/${body.connection}`));
	keep(await backend.read(`/v1/connections/${body.connection}/accounts?balances=live`));
	for (const at of [exchangePath, stripePath, '/accounts/get']) {
		for (const fault of [
			{ cut: 'after' },
			{ malformed: true },
			{ plaid_error: { error_type: 'API_ERROR', error_code: 'INTERNAL_SERVER_ERROR' } },
		] as const) {
			const tokens = await finishLink(backend);
			backend.sandbox.faults.add({ path: at, fault });
			keep(await send(tokens));
			backend.sandbox.faults.clear();
			keep(await send(tokens));
		}
	}
	keep(await backend.health());

	const accessTokens = backend.plaidAnswers.flatMap(({ access_token }) => access_token ?? []);
	expect(accessTokens.length).toBeGreaterThanOrEqual(7);
	const keys = [
		variables.PLAID_SECRET,
		variables.STRIPE_SECRET_KEY,
		...variables.API_KEYS.split(','),
		variables.ENCRYPTION_KEYS.slice(3),
	];
	const answers = texts.join('\n');
	const log = backend.log.join('\n');
	const rows = await Promise.all(tables.map((table) => backend.rows(table)));
	const stored = JSON.stringify(rows);

	for (const secret of [...accessTokens, ...keys]) {
		for (const place of [answers, log, stored]) expect(place).not.toContain(secret);
	}
	for (const token of [good.link_token, good.public_token, body.bank_account_token]) {
		for (const place of [log, stored]) expect(place).not.toContain(token);
	}
	expect(answers + log + stored).not.toMatch(/access-sandbox-|000123456789|110000000/);
});

it('the log has one line per request, with the route, the outcome and Plaid’s request ids', async () => {
	const backend = await openBackend();
	const tokens = await finishLink(backend);
	const before = backend.log.length;
	const answer = await backend.post('/v1/bank_account_tokens?secret=in-the-query', tokens);
	expect(backend.log.length).toBe(before + 1);
	expect(JSON.parse(backend.log.at(-1) ?? '')).toEqual({
		level: 'info',
		method: 'POST',
		route: '/v1/bank_account_tokens',
		status: 200,
		ms: expect.any(Number),
		request_id: answer.headers.get('Request-Id'),
		plaid: [exchangePath, '/accounts/get', stripePath].map((path) => ({
			path,
			ms: expect.any(Number),
			request_id: expect.stringMatching(/^\w{15}$/),
		})),
	});
	expect(backend.log.join()).not.toContain('in-the-query');
});

it('the log has no name that a caller made up: it may be a secret in the wrong place', async () => {
	const backend = await openBackend();
	const secret = 'plaidsecret0000000000000000bb';
	const answers = [
		await backend.send('/v1/sessions', { client_user_id: 'user_1', [secret]: 1 }),
		await backend.send('/v1/sessions', {
			client_user_id: 'user_1',
			authorization: { kind: 'one_time', [secret]: 1 },
		}),
		await backend.read(`/v1/connections?${secret}`),
	];
	expect(answers.map(({ status }) => status)).toEqual([400, 400, 400]);
	expect(backend.log.join()).not.toContain(secret);
	await backend.send('/v1/sessions', { client_user_id: 'user@example.com' });
	expect(JSON.parse(backend.log.at(-1) ?? '')).toMatchObject({ param: 'client_user_id' });
});

it('an error that nobody foresaw (internal_error) is logged with its stack, and no secret in it', async () => {
	const token = 'access-sandbox-0f2b716b-362c-4b73';
	const backend = await openBackend({
		hooks: {
			beforeLinkToken: function answerWithTrap() {
				return new Proxy(
					{},
					{
						ownKeys: function throwUnforeseen() {
							throw new TypeError(`no keys for ${token}`);
						},
					},
				);
			},
		},
	});
	const answer = await backend.post('/v1/link_tokens', {});
	expect([answer.status, answer.text.includes('no keys')]).toEqual([500, false]);
	const line = JSON.parse(backend.log.at(-1) ?? '');
	expect(line).toMatchObject({
		level: 'error',
		status: 500,
		code: 'internal_error',
		cause: 'TypeError: no keys for access-…',
		request_id: answer.headers.get('Request-Id'),
	});
	expect(line.stack).toContain('throwUnforeseen');
	expect(backend.log.join()).not.toContain(token);
});
