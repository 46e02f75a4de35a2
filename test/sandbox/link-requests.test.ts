import { describe, expect, it } from 'vitest';
import { createToken, linkPerTest, origin } from './link-visit.ts';

const link = linkPerTest();

describe('a call of the browser', () => {
	it.each([
		['institution', { institution_id: 'ins_109508' }],
		['credentials', { username: 'user_good', password: 'pass_good' }],
		['accounts', { account_ids: [] }],
		['back', {}],
		['finish', {}],
	])('cannot be %s at another step', async (path, body) => {
		const opened = await link.visit();
		expect(await opened.call(path, body)).toMatchObject({
			error: { error_code: 'INVALID_FIELD', error_message: expect.stringContaining("'consent'") },
		});
		expect(await opened.step('consent')).toMatchObject({ step: 'search' });
	});

	it.each([
		['search', {}, 'query must be a string'],
		['search', [], 'body could not be parsed as JSON'],
		['teleport', {}, "a Link session has no call 'teleport'"],
		['constructor', {}, "a Link session has no call 'constructor'"],
	])('cannot be %s with %j', async (path, body, message) => {
		const opened = await link.visit();
		await opened.step('consent');
		expect(await opened.call(path, body)).toMatchObject({ error: { error_message: message } });
	});

	it('is accepted from the sandbox’s own pages only', async () => {
		const { linkToken } = createToken(link.state);
		const response = await link.app.request(`${origin}/link/session`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', origin: 'https://shop.example' },
			body: JSON.stringify({ link_token: linkToken }),
		});
		expect(response.status).toBe(403);
		expect(response.headers.get('access-control-allow-origin')).toBeNull();
		expect(link.state.linkTokens.get(linkToken)?.sessions).toEqual([]);
	});

	it('has a response with no-store', async () => {
		const { linkToken } = createToken(link.state);
		const response = await link.app.request(`${origin}/link/session`, {
			method: 'POST',
			body: JSON.stringify({ link_token: linkToken }),
		});
		expect(response.headers.get('cache-control')).toBe('no-store');
	});
});
