/**
 * What Cloudflare's tracing (`observability.traces` in wrangler.toml) makes of a request, as `wrangler dev` records it:
 * the same spans that a deployed Worker sends to the dashboard.
 * @see https://developers.cloudflare.com/workers/observability/traces/
 */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { signIn, visitLink } from '../sandbox/link-visit.ts';
import { type Stack, startStack } from './stack.ts';

let stack: Stack;
beforeAll(async () => {
	stack = await startStack();
	await stack.reset();
});
afterAll(() => stack?.close());

const post = async <Body>(path: string, body: object): Promise<Body> => {
	const answer = await fetch(stack.backendUrl + path, {
		method: 'POST',
		headers: { origin: stack.shopUrl, 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	expect(answer.status).toBe(200);
	return (await answer.json()) as Body;
};

/** A shopper's way to a bank account token, without a browser. */
async function connect(): Promise<string> {
	const { link_token } = await post<{ link_token: string }>('/v1/link_tokens', {});
	const visit = await visitLink({ request: stack.sandbox.fetch }, link_token);
	const [account] = await signIn(visit);
	await visit.step('accounts', { account_ids: [account?.id] });
	const { public_token } = (await visit.end('finish')) as unknown as { public_token: string };
	const body = { link_token, public_token, account_id: account?.id };
	const { request_id } = await post<{ request_id: string }>('/v1/bank_account_tokens', body);
	return request_id;
}

/** One of wrangler's own tables of what it has seen, `spans` or `logs`. */
async function seen(sql: string): Promise<Record<string, unknown>[]> {
	const answer = await fetch(`${stack.backendUrl}/cdn-cgi/explorer/api/local/observability/query`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ sql }),
	});
	const { result } = (await answer.json()) as { result: { columns: string[]; rows: unknown[][] } };
	return result.rows.map((row) => Object.fromEntries(result.columns.map((name, n) => [name, row[n]])));
}

type Span = { span_id: string; parent_id: string | null; kind: string; attributes: Record<string, unknown> };

it('shows a request with its calls to Plaid and to D1, and leads from its log line to them', async () => {
	const requestId = await connect();
	// The spans are written down after the answer; one that has not ended has no attributes yet.
	const spans = await vi.waitFor(async () => {
		const [line] = await seen(`select trace_id from logs where message like '%${requestId}%'`);
		const rows = await seen(
			`select span_id, parent_id, kind, json(attributes) as attributes from spans
			 where trace_id = '${line?.trace_id}' order by start_ms`,
		);
		const spans = rows.map(
			(row) => ({ ...row, attributes: JSON.parse(String(row.attributes)) ?? {} }) as Span,
		);
		const ended = spans.find(({ parent_id }) => parent_id === null)?.attributes['http.response.status_code'];
		expect(ended).toBe(200);
		return spans;
	});
	const root = spans.find(({ parent_id }) => parent_id === null);
	expect(root?.attributes).toMatchObject({
		'http.request.method': 'POST',
		'url.full': `${stack.backendUrl}/v1/bank_account_tokens`,
	});
	const below = spans.filter(({ parent_id }) => parent_id === root?.span_id);
	const upstream = below
		.map(({ attributes }) => attributes)
		.filter((call) => String(call['url.full']).startsWith(stack.sandboxUrl));
	expect(upstream.map((call) => new URL(String(call['url.full'])).pathname).toSorted()).toEqual([
		'/accounts/get',
		'/item/public_token/exchange',
		'/processor/stripe/bank_account_token/create',
	]);
	expect(upstream.every((call) => call['http.response.status_code'] === 200)).toBe(true);
	const statements = below.filter(({ kind }) => kind === 'd1').map(({ attributes }) => attributes);
	expect(statements.map((call) => call['db.query.text']).join()).toContain('insert into connections');
});

it('holds no secret, no token and no value of a row', async () => {
	const text = JSON.stringify([
		await seen('select *, json(attributes) from spans'),
		await seen('select * from logs'),
	]);
	expect(text).toContain('/item/public_token/exchange');
	for (const secret of stack.secrets) expect(text).not.toContain(secret);
	expect(text).not.toMatch(/(link|public|access)-sandbox-|btok_|user_[0-9a-f]{32}|Plaid Checking/);
});
