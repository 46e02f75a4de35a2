import { describe, expect, it, vi } from 'vitest';
import { openBrowser } from './browser.ts';
import { stack, withShopStack } from './shop-stack.ts';

withShopStack();

const directives = (answer: Response): Record<string, string> =>
	Object.fromEntries(
		(answer.headers.get('content-security-policy') ?? '').split('; ').map((directive) => {
			const [name = '', ...sources] = directive.split(' ');
			return [name, sources.join(' ')];
		}),
	);

describe('the checkout page', () => {
	it('has the element and its script, with the addresses of this backend and of the sandbox', async () => {
		const html = await (await stack.shop().request('/')).text();
		expect(html).toContain(`src="${stack.worker.url}/plaid-stripe-connect.js"`);
		expect(html).toContain(`backend="${stack.worker.url}"`);
		expect(html).toContain(`link-script="${stack.sandbox.url}/link/v2/stable/link-initialize.js"`);
		expect(html).not.toContain('.example');
	});

	it('loads Link from Plaid if there is no sandbox', async () => {
		const answer = await stack.shop({ sandboxUrl: null }).request('/');
		expect(await answer.text()).not.toContain('link-script');
		const policy = directives(answer);
		expect(policy['frame-src']).toBe('https://cdn.plaid.com');
		expect(policy['script-src']).toContain(' https://cdn.plaid.com/link/v2/stable/link-initialize.js');
	});

	it('has a policy that allows its own files, the backend and Link, and nothing else', async () => {
		const policy = directives(await stack.shop().request('/'));
		const { worker, sandbox } = stack;
		expect(policy).toEqual({
			'default-src': "'none'",
			'script-src': `'self' ${worker.url} ${sandbox.url}/link/v2/stable/link-initialize.js`,
			'style-src': expect.stringMatching(/^'self' 'nonce-[A-Za-z0-9+/=]{24}'$/),
			'style-src-attr': "'unsafe-inline'",
			'img-src': "'self' data:",
			'connect-src': `'self' ${worker.url} ${sandbox.url}`,
			'frame-src': sandbox.url,
			'base-uri': "'none'",
			'form-action': "'self'",
			'frame-ancestors': "'none'",
		});
	});

	it('has a new nonce in each answer, in the policy and in the page', async () => {
		const shop = stack.shop();
		const nonces = await Promise.all(
			[1, 2].map(async () => {
				const answer = await shop.request('/');
				const nonce = directives(answer)['style-src']?.match(/nonce-([^']+)/)?.[1];
				expect(await answer.text()).toContain(`nonce="${nonce}"`);
				return nonce;
			}),
		);
		expect(nonces[0]).not.toBe(nonces[1]);
	});

	it('sets a cookie that no script can read and no other site can send', async () => {
		const cookie = (await stack.shop().request('/')).headers.get('set-cookie');
		expect(cookie).toMatch(/^example_shop_checkout=[\w-]{32}; Path=\/; HttpOnly; SameSite=Lax$/);
	});

	it('says how to build the pages if they are not built', async () => {
		const { createShop } = await import('../../demo/shop/app.ts');
		const answer = await createShop(stack.config, '/nowhere').request('/');
		expect(answer.status).toBe(500);
		expect(await answer.text()).toContain('npm run build');
	});
});

describe('paying by bank', () => {
	const html = async (answer: Promise<Response> | Response) => (await answer).text();

	it('starts with a session for the customer and the amount', async () => {
		const page = await html(stack.shop().request('/'));
		const session = /session="(ss_\w+)"/.exec(page)?.[1];
		expect(session).toBe(`ss_${String(stack.worker.sessions.length).padStart(43, '0')}`);
		expect(stack.worker.sessions.at(-1)).toEqual({
			client_user_id: expect.stringMatching(/^customer-[\w-]{16}$/),
			name: 'Jenny Rosen',
			email: 'jenny.rosen@shop.example',
			allow_duplicates: true,
			authorization: { kind: 'one_time', amount: 6000 },
		});
	});

	it('has the same session after a reload, and another after a change of the basket', async () => {
		const browser = await openBrowser(stack.shop());
		const sessionOf = async () => /session="(\w+)"/.exec(await html(browser.get('/')))?.[1];
		const first = await sessionOf();
		expect(await sessionOf()).toBe(first);
		await browser.send('/basket', { product: 'mug', quantity: '2' });
		expect(await sessionOf()).not.toBe(first);
	});

	it('uses the Stripe Customer of the first payment', async () => {
		const browser = await openBrowser(stack.shop());
		const order = await browser.order();
		expect(stack.worker.sessions.at(-1)?.stripe_customer).toBeUndefined();
		await browser.post(`/orders/${order}/payments`, { connection: stack.worker.connect() });
		await browser.order();
		expect(stack.worker.sessions.at(-1)?.stripe_customer).toBe('cus_1');
	});

	it('is not offered, and the page says so, if the Worker does not answer', async () => {
		const log = vi.spyOn(console, 'error').mockImplementation(() => {});
		const page = await html(stack.shop({ backendUrl: 'http://localhost:1' }).request('/'));
		expect(page).toContain('Paying by bank is not possible just now.');
		expect(page).not.toContain('<plaid-stripe-connect');
		log.mockRestore();
	});
});

it('leads from the success page to the checkout if nothing was paid', async () => {
	const browser = await openBrowser(stack.shop());
	const answer = await browser.get('/success');
	expect([answer.status, answer.headers.get('location')]).toEqual([303, '/']);
});
