/**
 * The element in the pages of frameworks, each bundled as a merchant would: the checks that custom-elements-everywhere.com
 * makes of a framework, made of our element, and its life in a form.
 */

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlaidStripeConnect } from '../../widget/element.ts';
import { buildPage, frameworks } from '../frameworks/build.ts';
import type { Fixture } from '../frameworks/fixture.ts';
import { eventNames, values } from '../frameworks/names.ts';
import { launchChromium } from './shopper.ts';

const linkDouble = stripTypeScriptTypes(
	readFileSync(join(import.meta.dirname, '../widget/link-double.ts'), 'utf8'),
);
const origin = 'https://shop.example';

let browser: Browser;
beforeAll(async () => {
	browser = await launchChromium();
});
afterAll(() => browser?.close());

it('has types for JSX, Svelte, Vue and the DOM, which reject wrong attributes', () => {
	const folder = join(import.meta.dirname, '../..');
	execFileSync(process.execPath, [join(folder, 'node_modules/typescript/bin/tsc'), '-p', 'test/frameworks'], {
		cwd: folder,
		stdio: 'inherit',
	});
});

describe.each(frameworks)('in %s', (framework) => {
	let page: Page;
	const troubles: string[] = [];

	beforeAll(async () => {
		const files = await buildPage(framework);
		files.set('/link.js', linkDouble);
		page = await browser.newPage();
		page.on('pageerror', (error) => troubles.push(String(error)));
		page.on('console', (message) => {
			if (/error|warning/.test(message.type())) troubles.push(message.text());
		});
		await page.route(`${origin}/**`, (route) => {
			const script = files.get(new URL(route.request().url()).pathname);
			return script === undefined
				? route.fulfill({
						contentType: 'text/html',
						body: '<!doctype html><html lang="en"><link rel="icon" href="data:,"><div id="root"></div><script type="module" src="/page.js"></script>',
					})
				: route.fulfill({ contentType: 'text/javascript', body: script });
		});
		await page.route('https://bank.example/**', (route) => {
			const { pathname } = new URL(route.request().url());
			const body = pathname.endsWith('link_tokens')
				? { link_token: 'link-sandbox-1', expiration: '2999-01-01T00:00:00Z', request_id: 'req_1' }
				: {
						connection: 'conn_1',
						bank_account_token: 'btok_1',
						account: { id: 'acc_1', name: 'Checking', mask: '0000', type: 'depository', subtype: 'checking' },
						institution: { id: 'ins_1', name: 'First Platypus Bank' },
						livemode: false,
						request_id: 'req_2',
					};
			const headers = { 'access-control-allow-origin': '*', 'access-control-allow-headers': 'content-type' };
			return route.fulfill({ json: body, headers });
		});
		await page.goto(origin);
		await page.waitForFunction(() => 'fixture' in window);
	});
	afterAll(() => page?.close());

	const draw = (what: keyof Fixture, shown: boolean) =>
		page.evaluate(([what, shown]) => (window as unknown as Pages).fixture[what]?.(shown), [
			what,
			shown,
		] as const);
	const probe = <Result>(read: (element: ProbeLike) => Result) =>
		page.locator('psc-probe').evaluate(read as never) as Promise<Result>;

	describe('custom-elements-everywhere', () => {
		beforeAll(() => draw('drawProbe', true));

		it('is displayed, with its own children in its shadow root', async () => {
			expect(await page.locator('psc-probe').getByRole('button').isVisible()).toBe(true);
		});
		it('displays light DOM children', async () => {
			expect(await probe((element) => element.querySelector('b')?.assignedSlot !== null)).toBe(true);
			expect(await page.locator('psc-probe b').isVisible()).toBe(true);
		});
		it('can be hidden and shown with its children', async () => {
			await draw('drawProbe', false);
			expect(await page.locator('psc-probe').count()).toBe(0);
			await draw('drawProbe', true);
			expect(await page.locator('psc-probe').getByRole('button').isVisible()).toBe(true);
			expect(await page.locator('psc-probe b').isVisible()).toBe(true);
		});
		it.each(['bool', 'num', 'str'] as const)('%s is passed, as an attribute or a property', async (name) => {
			expect(
				await page.locator('psc-probe').evaluate((element, name) => (element as never)[name], name),
			).toEqual(values[name]);
		});
		it.each(['arr', 'obj', 'camelCaseObj'] as const)('%s is passed as a property', async (name) => {
			expect(
				await page.locator('psc-probe').evaluate((element, name) => (element as never)[name], name),
			).toEqual(values[name]);
		});
		it('events can be listened to with addEventListener', async () => {
			const heard = await probe((element) => {
				let heard = 0;
				element.addEventListener('bank-status', () => heard++);
				element.dispatchEvent(new CustomEvent('bank-status'));
				return heard;
			});
			expect(heard).toBe(1);
		});
		it.each(eventNames)('%s is listened to declaratively', async (name) => {
			// Preact listens to a name that begins with a capital in lower case; none of ours does.
			const sent = framework === 'Preact' && /^[A-Z]/.test(name) ? name.toLowerCase() : name;
			const heard = await page.locator('psc-probe').evaluate((element, name) => {
				const { heard } = window as unknown as Pages;
				heard.length = 0;
				element.dispatchEvent(new CustomEvent(name));
				return [...heard];
			}, sent);
			expect(heard).toEqual([name]);
		});
		afterAll(() => draw('drawProbe', false));
	});

	if (framework === 'React 18, strict mode')
		describe('with JSX alone', () => {
			beforeAll(() => draw('drawProbeWithoutRef', true));
			afterAll(() => draw('drawProbeWithoutRef', false));

			it('receives booleans, numbers and strings, which are all that the element needs', async () => {
				expect(
					await page
						.locator('psc-probe')
						.first()
						.evaluate((element) => ['bool', 'num', 'str'].map((name) => (element as never)[name])),
				).toEqual([true, 42, 'custom']);
			});
			it('receives false as a string, so that undefined is needed to remove the attribute', async () => {
				expect(
					await page
						.locator('psc-probe')
						.evaluateAll((elements) => elements.map((element) => element.hasAttribute('bool'))),
				).toEqual([true, true, false]);
			});
			it('receives objects as strings and cannot listen to events, so that a ref is needed', async () => {
				expect(
					await page
						.locator('psc-probe')
						.first()
						.evaluate((element, names) => {
							const { heard } = window as unknown as Pages;
							heard.length = 0;
							for (const name of names) element.dispatchEvent(new CustomEvent(name));
							return [(element as { obj?: unknown }).obj, element.getAttribute('obj'), heard.length];
						}, eventNames),
				).toEqual([undefined, '[object Object]', 0]);
			});
		});

	it('a press ends in one bank-token, and the form is valid then', async () => {
		await draw('drawCheckout', true);
		const element = page.locator('plaid-stripe-connect');
		expect(await element.evaluate(({ theme, required }: PlaidStripeConnect) => [theme, required])).toEqual([
			'dark',
			true,
		]);
		expect(await page.locator('form').evaluate((form: HTMLFormElement) => form.checkValidity())).toBe(false);
		await page.evaluate(() => {
			(window as unknown as Pages).heard.length = 0;
		});
		await element.getByRole('button').click();
		await page.waitForFunction(() => document.querySelector('plaid-stripe-connect')?.status === 'open');
		await page.evaluate(() =>
			(window as unknown as Pages).linkSessions
				.at(-1)
				?.config.onSuccess('public-sandbox-1', { accounts: [] }),
		);
		await page.waitForFunction(() => document.querySelector('plaid-stripe-connect')?.status === 'connected');
		expect(await page.evaluate(() => (window as unknown as Pages).heard)).toEqual(['conn_1']);
		expect(
			await page
				.locator('form')
				.evaluate((form: HTMLFormElement) => [form.checkValidity(), ...new FormData(form)]),
		).toEqual([true, ['bank', 'conn_1']]);
	});

	it('leaves nothing behind when it is unmounted while Link is open', async () => {
		await draw('drawCheckout', false);
		await draw('drawCheckout', true);
		await page.locator('plaid-stripe-connect').getByRole('button').click();
		await page.waitForFunction(() => document.querySelector('plaid-stripe-connect')?.status === 'open');
		expect(await page.locator('iframe').count()).toBe(1);
		await draw('drawCheckout', false);
		await page.waitForFunction(() => document.querySelectorAll('iframe').length === 0);
		expect(await page.evaluate(() => [document.body.style.overflow, sessionStorage.length])).toEqual(['', 0]);
	});

	it('logs nothing to the console', () => expect(troubles).toEqual([]));
});

type ProbeLike = HTMLElement;
type Pages = {
	heard: string[];
	fixture: Fixture;
	linkSessions: { config: { onSuccess(token: string, metadata: unknown): void } }[];
};
