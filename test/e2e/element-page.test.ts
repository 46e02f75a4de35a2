/** The element under content security policies, in frames, over the browser's history, without script, and with two scripts. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PlaidStripeConnect } from '../../widget/element.ts';
import {
	connectBank,
	connectButton,
	detailsOf,
	dialog,
	goTo,
	hearEvents,
	launchChromium,
} from './shopper.ts';
import { type Stack, startStack } from './stack.ts';

let stack: Stack;
let browser: Browser;
let context: BrowserContext;
let page: Page;
beforeAll(async () => {
	[stack, browser] = await Promise.all([startStack(), launchChromium()]);
});
afterAll(async () => {
	await browser?.close();
	await stack?.close();
});
beforeEach(async () => {
	await stack.reset();
	// Pages that the test makes up count as public ones, the stack as a local network.
	context = await browser.newContext({ permissions: ['local-network-access'] });
	context.setDefaultTimeout(10_000);
	page = await context.newPage();
});
afterEach(() => context.close());

const script = () => `${stack.backendUrl}/plaid-stripe-connect.js`;
const tag = (attributes = '', content = '') =>
	`<plaid-stripe-connect link-script="${stack.sandboxUrl}/link/v2/stable/link-initialize.js" ${attributes}>${content}</plaid-stripe-connect>`;
const html = (body: string) =>
	`<!doctype html><html lang="en"><head><title>A shop</title><link rel="icon" href="data:,"></head><body>${body}</body></html>`;
/** A page of the shop's origin, which the backend lists. */
async function serve(path: string, body: string, headers: Record<string, string> = {}): Promise<string> {
	const url = `${stack.shopUrl}${path}`;
	await page.route(`${url}*`, (route) =>
		route.fulfill({ contentType: 'text/html; charset=utf-8', headers, body: html(body) }),
	);
	return url;
}
const status = () =>
	page
		.locator('plaid-stripe-connect')
		.first()
		.evaluate(({ status }: PlaidStripeConnect) => status);
const reaches = (wanted: string) =>
	page.waitForFunction((wanted) => document.querySelector('plaid-stripe-connect')?.status === wanted, wanted);

describe('under a content security policy', () => {
	/** The header of docs/element.md, with the origins of this stack. */
	function documented(): string {
		const text = readFileSync(join(import.meta.dirname, '../../docs/element.md'), 'utf8');
		const block = /## Content security policy[\s\S]*?```\n([\s\S]*?)```/.exec(text)?.[1];
		if (!block) throw new Error('docs/element.md has no policy.');
		return block
			.replaceAll('\n', ' ')
			.replaceAll('…', 'r4nd0m')
			.replaceAll('https://bank.shop.example', stack.backendUrl)
			.replaceAll('https://cdn.plaid.com', stack.sandboxUrl)
			.replaceAll('https://production.plaid.com', stack.sandboxUrl);
	}

	it('the documented header, Trusted Types included, causes no violation up to bank-token', async () => {
		const policy = documented();
		expect(policy).toContain("require-trusted-types-for 'script'");
		expect(policy).not.toMatch(/script-src[^;]*unsafe/);
		const heard = await hearEvents(page);
		const violations: string[] = [];
		await page.exposeFunction('violated', (what: string) => void violations.push(what));
		await page.addInitScript(() =>
			document.addEventListener('securitypolicyviolation', (event) =>
				(window as unknown as { violated(what: string): void }).violated(
					`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`,
				),
			),
		);
		const url = await serve(
			'/policy',
			`<script nonce="r4nd0m" type="module" src="${script()}"></script>${tag('nonce="r4nd0m" language="es"')}`,
			{ 'content-security-policy': policy },
		);
		await page.goto(url);
		await page.getByText('Conectar tu banco').waitFor();
		await page.locator('plaid-stripe-connect').evaluate((element: PlaidStripeConnect) => {
			element.language = 'en';
		});
		await connectButton(page).click();
		await connectBank(page);
		await reaches('connected');
		expect(detailsOf(heard, 'bank-token')).toHaveLength(1);
		expect(violations).toEqual([]);
	});

	it('without the nonce the script does not run: the browser enforces the policy', async () => {
		const url = await serve('/policy-strict', `<script type="module" src="${script()}"></script>${tag()}`, {
			'content-security-policy': "script-src 'nonce-other'",
		});
		await page.goto(url);
		expect(await page.evaluate(() => customElements.get('plaid-stripe-connect') === undefined)).toBe(true);
	});

	it('link_script_blocked if the policy forbids Link’s script, and the fallback is shown', async () => {
		const url = await serve(
			'/policy-without-link',
			`<script nonce="r4nd0m" type="module" src="${script()}"></script>${tag('nonce="r4nd0m"', '<a slot="fallback" href="#card">Pay by card</a>')}`,
			{ 'content-security-policy': `script-src ${stack.backendUrl}` },
		);
		await page.goto(url);
		expect(await page.getByText('Pay by card').isVisible()).toBe(false);
		await connectButton(page).click();
		await reaches('failed');
		expect(
			await page.locator('plaid-stripe-connect').evaluate(({ error }: PlaidStripeConnect) => error?.code),
		).toBe('link_script_blocked');
		expect(await page.getByText('Pay by card').isVisible()).toBe(true);
	});
});

describe('in a frame', () => {
	it('of the same origin, Link opens', async () => {
		const inner = await serve('/inner', `<script type="module" src="${script()}"></script>${tag()}`);
		await page.goto(
			await serve('/outer', `<iframe title="checkout" src="${inner}" width="600" height="600"></iframe>`),
		);
		const frame = page.frameLocator('iframe[title=checkout]');
		await frame.locator('plaid-stripe-connect').getByRole('button').click();
		await frame
			.frameLocator('iframe[id^="plaid-link-iframe-"]')
			.getByRole('button', { name: 'Continue' })
			.waitFor();
	});

	it('link_in_frame in a frame of another site, without a request, and the fallback is shown', async () => {
		const inner = await serve(
			'/inner',
			`<script type="module" src="${script()}"></script>${tag('', `<a slot="fallback" href="/inner" target="_blank">Open in a new tab</a>`)}`,
		);
		await page.route('https://portal.example/', (route) =>
			route.fulfill({
				contentType: 'text/html',
				body: html(`<iframe title="checkout" src="${inner}" width="600" height="600"></iframe>`),
			}),
		);
		await page.goto('https://portal.example/');
		const element = page.frameLocator('iframe[title=checkout]').locator('plaid-stripe-connect');
		await element.getByRole('button').hover();
		await element.getByRole('button').click();
		await element.getByText('Open this page in a window of its own').first().waitFor();
		expect(await element.evaluate((element: PlaidStripeConnect) => element.error?.code)).toBe(
			'link_in_frame',
		);
		expect(await element.getByText('Open in a new tab').isVisible()).toBe(true);
		expect(await stack.requests('/link/token/create')).toHaveLength(0);
	});
});

describe('over the browser’s history', () => {
	it('the connected bank is shown again, and is the form’s value, after leaving and going back', async () => {
		const url = await serve(
			'/form',
			`<script type="module" src="${script()}"></script><form>${tag('name="bank" required')}<input name="note"></form>`,
		);
		await page.goto(url);
		await connectButton(page).click();
		await connectBank(page);
		await reaches('connected');
		const connection = await page
			.locator('plaid-stripe-connect')
			.evaluate(({ value }: PlaidStripeConnect) => value);
		await page.goto(await serve('/elsewhere', '<p>Elsewhere'));
		await page.goBack();
		await reaches('connected');
		expect(
			await page.locator('form').evaluate((form: HTMLFormElement) => new FormData(form).get('bank')),
		).toBe(connection);
		expect(await connectButton(page).textContent()).toContain('Change');
		expect(await page.getByText('Plaid Checking ••0000', { exact: true }).isVisible()).toBe(true);
	});
});

describe('without script', () => {
	it('the fallback is shown until the element is defined', async () => {
		const url = await serve(
			'/no-script',
			`<style>plaid-stripe-connect:not(:defined) { display: block }</style>${tag('', '<a slot="fallback" href="#card">Pay by card</a>')}`,
		);
		await page.goto(url);
		expect(await page.getByText('Pay by card').isVisible()).toBe(true);
		await page.addScriptTag({ type: 'module', url: script() });
		await connectButton(page).waitFor();
		expect(await page.getByText('Pay by card').isVisible()).toBe(false);
	});
});

describe('if the backend does not answer', () => {
	const error = () => page.locator('plaid-stripe-connect').evaluate(({ error }: PlaidStripeConnect) => error);

	it('origin_not_allowed, not retryable, on a page whose origin is not listed', async () => {
		await page.route('https://other.example/', (route) =>
			route.fulfill({
				contentType: 'text/html; charset=utf-8',
				body: html(`<script type="module" src="${script()}"></script>${tag()}`),
			}),
		);
		await page.goto('https://other.example/');
		await connectButton(page).click();
		await reaches('failed');
		expect(await error()).toMatchObject({ code: 'origin_not_allowed', retryable: false });
		expect((await error())?.message).toContain('list https://other.example in ALLOWED_ORIGINS');
		expect(await stack.requests('/link/token/create')).toHaveLength(0);
	});

	it('offline if the browser is offline, and the next press works', async () => {
		await page.goto(
			await serve('/offline', `<script type="module" src="${script()}"></script>${tag('preload="none"')}`),
		);
		await context.setOffline(true);
		await connectButton(page).click();
		await reaches('failed');
		expect(await error()).toMatchObject({
			code: 'offline',
			displayMessage: 'You are offline. Check your connection.',
			retryable: true,
		});
		await context.setOffline(false);
		await connectButton(page).click();
		await goTo(page, 'consent');
	});

	it('backend_unreachable if the Worker is down, and the next press works', async () => {
		await page.goto(
			await serve('/down', `<script type="module" src="${script()}"></script>${tag('preload="none"')}`),
		);
		await stack.killWorker();
		await connectButton(page).click();
		await reaches('failed');
		expect(await error()).toMatchObject({ code: 'backend_unreachable', retryable: true });
		await stack.startWorkerAgain();
		await connectButton(page).click();
		await goTo(page, 'consent');
	});
});

describe('the script', () => {
	it('is the only file of the element that is requested up to bank-token', async () => {
		const heard = await hearEvents(page);
		const others: string[] = [];
		await page.route('**/plaid-stripe-connect-*.js*', (route) => {
			others.push(route.request().url());
			return route.abort();
		});
		await page.goto(await serve('/one-file', `<script type="module" src="${script()}"></script>${tag()}`));
		await connectButton(page).click();
		await connectBank(page);
		await reaches('connected');
		expect(detailsOf(heard, 'bank-token')).toHaveLength(1);
		expect(others).toEqual([]);
	});

	it('works under a policy that allows only it and Link’s script', async () => {
		const url = await serve('/strict', `<script type="module" src="${script()}"></script>${tag()}`, {
			'content-security-policy': `script-src ${script()} ${stack.sandboxUrl}/link/v2/stable/link-initialize.js`,
		});
		await page.goto(url);
		await connectButton(page).click();
		await connectBank(page);
		await reaches('connected');
	});
});

describe('two scripts', () => {
	it('of the same version and one of another version: one element, one warning, one Link', async () => {
		const warnings: string[] = [];
		page.on('console', (message) => message.type() === 'warning' && warnings.push(message.text()));
		const errors: string[] = [];
		page.on('pageerror', (error) => errors.push(String(error)));
		const other = `${stack.shopUrl}/vendor/plaid-stripe-connect.js`;
		await page.route(`${stack.shopUrl}/vendor/**`, async (route) => {
			const answer = await route.fetch({
				url: route.request().url().replace(`${stack.shopUrl}/vendor`, stack.backendUrl),
			});
			await route.fulfill({ response: answer, body: (await answer.text()).replaceAll('0.1.0', '9.9.9') });
		});
		const url = await serve(
			'/twice',
			`<script type="module" src="${script()}"></script><script async type="module" src="${script()}?again"></script>
			<script type="module" src="${other}"></script>${tag('id="a"')}${tag('id="b"')}
			<div id="c"><template shadowrootmode="open">${tag()}</template></div>`,
		);
		await page.goto(url);
		await connectButton(page).waitFor();
		await page.waitForLoadState('networkidle');
		expect(warnings).toEqual([expect.stringContaining('9.9.9')]);
		await page.locator('#a').hover();
		await page.locator('#b').hover();
		await page.locator('#c plaid-stripe-connect').getByRole('button').click();
		await goTo(page, 'institutions');
		expect(await page.locator('script[src*="link-initialize"]').count()).toBe(1);
		expect(await page.locator('iframe:visible').count()).toBe(1);
		expect(errors).toEqual([]);
	});
});

describe('an element created by innerHTML and moved while Link is open', () => {
	it('ends in one bank-token', async () => {
		const heard = await hearEvents(page);
		await page.goto(
			await serve('/late', `<script type="module" src="${script()}"></script><main></main><aside></aside>`),
		);
		await page.evaluate((tag) => {
			(document.querySelector('main') as HTMLElement).innerHTML = tag;
		}, tag());
		await connectButton(page).click();
		await goTo(page, 'accounts');
		await page.evaluate(() => {
			document.querySelector('aside')?.append(document.querySelector('plaid-stripe-connect') as Node);
		});
		expect(await status()).toBe('open');
		const link = dialog(page);
		await link.getByRole('radio', { name: 'Plaid Checking ••0000' }).check();
		await link.getByRole('button', { name: 'Continue' }).click();
		await link.getByRole('button', { name: 'Finish' }).click();
		await reaches('connected');
		expect(detailsOf(heard, 'bank-token')).toHaveLength(1);
	});
});
