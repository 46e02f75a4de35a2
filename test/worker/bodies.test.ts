/** Whatever is sent: one of the documented answers, in the one shape, and never a 500. */
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { errorCodes } from '../../worker/contract.ts';
import {
	apiKey,
	type Backend,
	connectAs,
	type ErrorBody,
	finishLink,
	openBackend,
	origin,
} from './backend.ts';

const runs = 1_000;
let backend: Backend;
/** Good requests, to be spoilt. */
let good: Record<string, Record<string, unknown>>;
let known: string;

beforeAll(async () => {
	backend = await openBackend();
	const { session, connection } = await connectAs(backend, 'user_1');
	known = connection;
	good = {
		'/v1/link_tokens': { session, language: 'en', redirect_uri: `${origin}/checkout`, connection },
		'/v1/bank_account_tokens': {
			...(await finishLink(backend)),
			institution_id: 'ins_1',
			account_name: 'a',
			account_mask: '0000',
		},
		'/v1/sessions': {
			client_user_id: 'user_1',
			stripe_customer: 'cus_1',
			name: 'Ada',
			email: 'a@b.example',
			allow_duplicates: true,
		},
		'/v1/connections/:id': { client_user_id: 'user_1', stripe_customer: 'cus_1', metadata: { a: 'b' } },
		'/v1/connections/:id/bank_account_tokens': { account_id: 'a' },
		'/v1/events/:id/send': {},
	};
});

const nasty = fc.oneof(
	fc.constantFrom(
		'',
		'\u0000',
		'../..',
		"' or 1=1 --",
		'__proto__',
		'constructor',
		'\ud800',
		'🏦'.repeat(300),
		'x'.repeat(10_000),
		1e300,
		-0,
		null,
		true,
		[],
		{},
	),
	fc.string({ unit: 'binary' }),
	fc.double(),
	fc.jsonValue(),
);

/** A good request with something wrong in it; or something else altogether. */
const bodyFor = (route: string): fc.Arbitrary<string> => {
	const fields = Object.keys(good[route] ?? {});
	const name = fields.length > 0 ? fc.oneof(fc.constantFrom(...fields), fc.string()) : fc.string();
	const spoilt = fc.array(fc.tuple(name, nasty, fc.boolean()), { maxLength: 4 }).map((changes) => {
		const body: Record<string, unknown> = { ...good[route] };
		for (const [field, value, left] of changes) {
			if (left) delete body[field];
			else Object.defineProperty(body, field, { value, enumerable: true, configurable: true });
		}
		return JSON.stringify(body);
	});
	const cut = fc.tuple(spoilt, fc.nat(200)).map(([text, at]) => text.slice(0, at));
	return fc.oneof(
		{ weight: 6, arbitrary: spoilt },
		{ weight: 2, arbitrary: fc.jsonValue().map((value) => JSON.stringify(value)) },
		{ weight: 1, arbitrary: cut },
		{ weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
	);
};

function expectDocumented({ status, body, text, headers }: Awaited<ReturnType<Backend['ask']>>): void {
	expect(headers.get('Request-Id')).toMatch(/^req_/);
	if (status < 300) return;
	const { error } = body as unknown as ErrorBody;
	const documented = errorCodes[error?.code];
	expect(documented, text).toBeDefined();
	expect([error.code, status]).toEqual([error.code, documented.status]);
	expect(error.code).not.toBe('internal_error');
	expect(error.code).not.toBe('store_unavailable');
	expect(error.message.length).toBeGreaterThan(10);
}

describe('a thousand bodies', () => {
	it.each([
		'/v1/link_tokens',
		'/v1/bank_account_tokens',
		'/v1/sessions',
		'/v1/connections/:id',
		'/v1/connections/:id/bank_account_tokens',
		'/v1/events/:id/send',
	])(
		'at %s get documented answers only',
		async (route) => {
			const path = route.replace(':id', route.includes('events') ? 'evt_1' : known);
			await fc.assert(
				fc.asyncProperty(bodyFor(route), async (body) => {
					expectDocumented(
						await backend.ask(path, {
							method: 'POST',
							headers: {
								Origin: origin,
								Authorization: `Bearer ${apiKey}`,
								'Content-Type': 'application/json',
							},
							body,
						}),
					);
				}),
				{ numRuns: runs },
			);
		},
		120_000,
	);

	it.each(['/webhooks/plaid', '/webhooks/stripe'])(
		'at %s are refused, whatever they are signed with',
		async (path) => {
			backend.restart({ STRIPE_WEBHOOK_SECRET: 'whsec_x' });
			const header = fc.string({ unit: 'grapheme-ascii' }).map((text) => text.replace(/[^\x20-\x7e]/g, ''));
			await fc.assert(
				fc.asyncProperty(fc.string(), header, async (body, signature) => {
					const answer = await backend.ask(path, {
						method: 'POST',
						headers: { 'Plaid-Verification': signature, 'Stripe-Signature': signature },
						body,
					});
					expectDocumented(answer);
					expect(answer.status).toBe(401);
				}),
				{ numRuns: runs },
			);
		},
		120_000,
	);

	it.each([
		['/v1/connections', ['limit', 'cursor', 'status', 'client_user_id']],
		['/v1/events', ['limit', 'cursor', 'connection']],
		['/v1/institutions', ['query', 'products', 'offset']],
	] as const)(
		'of queries at %s get documented answers only',
		async (path, names) => {
			const value = fc.oneof(
				fc.string(),
				fc.nat().map(String),
				fc.constantFrom('active', '0', '-1', '%', '1.conn_0'),
			);
			const query = fc.array(fc.tuple(fc.oneof(fc.constantFrom(...names), fc.string()), value), {
				maxLength: 4,
			});
			await fc.assert(
				fc.asyncProperty(query, async (pairs) => {
					const search = new URLSearchParams(pairs.map(([name, text]) => [name, text.toWellFormed()]));
					expectDocumented(
						await backend.ask(`${path}?${search}`, {
							headers: { Origin: origin, Authorization: `Bearer ${apiKey}` },
						}),
					);
				}),
				{ numRuns: runs },
			);
		},
		120_000,
	);
});
