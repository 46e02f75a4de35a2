/** The element in a page with doubles of the backend and Link, and the steps to every state that a shopper can see. */
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type {} from '../../widget/element.ts';
import { mandateText } from '../../worker/authorizations/mandate-text.ts';

const origin = 'https://shop.example';
const built = join(import.meta.dirname, '../../dist/public');
const linkDouble = stripTypeScriptTypes(
	readFileSync(join(import.meta.dirname, '../widget/link-double.ts'), 'utf8'),
);

/** How the backend answers: at once, never, with a failure, or only after the account holder's name is sent. */
export type Backend = {
	link_tokens: 'answer' | 'wait' | 'fail';
	bank_account_tokens: 'answer' | 'wait';
	authorizations: 'answer' | 'name';
};

export type Scene = {
	attributes?: string;
	/** The light DOM. */
	content?: string;
	backend?: Partial<Backend>;
	colors?: Parameters<Page['emulateMedia']>[0];
	/** A style sheet of the page. */
	style?: string;
	/** The page's width, in pixels. */
	width?: number;
	scale?: number;
	/** The address of the script, from the page's origin. */
	script?: string;
	/** The page's `Content-Security-Policy`. */
	policy?: string;
};

const refusal = (code: string) => ({
	error: { code, message: '', display_message: null, retryable: false, request_id: 'req_1' },
});
const linkToken = { link_token: 'link-sandbox-1', expiration: '2999-01-01T00:00:00Z', request_id: 'req_1' };
const bankAccount = {
	connection: 'conn_1',
	bank_account_token: 'btok_1',
	account: { id: 'acc_1', name: 'Plaid Checking', mask: '0000', type: 'depository', subtype: 'checking' },
	institution: { id: 'ins_1', name: 'First Platypus Bank' },
	livemode: false,
	request_id: 'req_2',
};

const authorization = {
	authorization: 'auth_1',
	text: mandateText({
		merchant: 'Example Shop',
		name: 'Jenny Rosen',
		account: { ...bankAccount.account, type: 'depository' },
		institution: bankAccount.institution,
		kind: 'one_time',
		amount: 12_300,
		now: Date.UTC(2026, 10, 21),
	}),
	request_id: 'req_3',
};

export async function openScene(
	browser: Browser,
	{
		attributes = '',
		content = '',
		backend = {},
		colors = {},
		style = '',
		width = 800,
		scale = 1,
		...scene
	}: Scene,
): Promise<Page> {
	const { script = '/plaid-stripe-connect.js', policy } = scene;
	const page = await browser.newPage({ viewport: { width, height: 700 }, deviceScaleFactor: scale });
	await page.emulateMedia({ reducedMotion: 'reduce', ...colors });
	await page.route(`${origin}/**`, (route) => {
		const { pathname } = new URL(route.request().url());
		if (pathname === '/link.js') return route.fulfill({ contentType: 'text/javascript', body: linkDouble });
		if (pathname.endsWith('.js'))
			return route.fulfill({ contentType: 'text/javascript', path: join(built, pathname) });
		if (!pathname.startsWith('/v1/'))
			return route.fulfill({
				contentType: 'text/html; charset=utf-8',
				headers: policy ? { 'content-security-policy': policy } : {},
				body: `<!doctype html><html lang="en" style="color-scheme: light dark; background: Canvas; color: CanvasText; font-family: system-ui, sans-serif"><title>Shop</title><link rel="icon" href="data:,">
					<script type="module" src="${script}"></script>
					<style>${style}</style>
					<main><h1>Checkout</h1><form><a href="#before">Before</a> <plaid-stripe-connect link-script="/link.js" ${attributes}>${content}</plaid-stripe-connect>
					<a href="#after">After</a></form></main></html>`,
			});
		const name = pathname.slice(4) as keyof Backend;
		if (backend[name] === 'wait') return;
		if (backend[name] === 'fail') return route.fulfill({ status: 503, json: refusal('plaid_unavailable') });
		if (backend[name] === 'name')
			return route.fulfill({ status: 400, json: refusal('holder_name_required') });
		const { accept } = (route.request().postDataJSON() ?? {}) as { accept?: string };
		const accepted_at = accept ? '2026-11-21T08:30:00Z' : null;
		const answers = {
			link_tokens: linkToken,
			bank_account_tokens: bankAccount,
			authorizations: { ...authorization, accepted_at },
			institutions: { institutions: [], total: 1, request_id: 'req_4' },
		};
		return route.fulfill({ json: answers[name] });
	});
	await page.goto(origin);
	await page.locator('plaid-stripe-connect [part=box]').waitFor();
	return page;
}

export const reaches = (page: Page, status: string) =>
	page.waitForFunction((status) => document.querySelector('plaid-stripe-connect')?.status === status, status);
export const press = (page: Page) => page.locator('plaid-stripe-connect').getByRole('button').first().click();
export const choose = (page: Page) =>
	page.evaluate(() =>
		(
			window as unknown as {
				linkSessions: { config: { onSuccess(token: string, metadata: unknown): void } }[];
			}
		).linkSessions
			.at(-1)
			?.config.onSuccess('public-sandbox-1', { accounts: [] }),
	);

async function toAuthorization(page: Page): Promise<void> {
	await press(page);
	await reaches(page, 'open');
	await choose(page);
	await reaches(page, 'authorizing');
}

type State = Pick<Scene, 'attributes' | 'backend'> & { go?: (page: Page) => Promise<unknown> };

/** How to bring a page into every state that a shopper can see. */
export const states = {
	idle: {},
	hovered: { backend: { link_tokens: 'wait' }, go: (page) => page.locator('plaid-stripe-connect').hover() },
	focused: {
		backend: { link_tokens: 'wait' },
		go: (page) => page.keyboard.press('Tab').then(() => page.keyboard.press('Tab')),
	},
	pressed: {
		backend: { link_tokens: 'wait' },
		go: (page) =>
			page
				.locator('plaid-stripe-connect')
				.hover()
				.then(() => page.mouse.down()),
	},
	disabled: { attributes: 'disabled' },
	loading: { backend: { link_tokens: 'wait' }, go: press },
	ready: { attributes: 'preload="eager"', go: (page) => reaches(page, 'ready') },
	open: { go: (page) => press(page).then(() => reaches(page, 'open')) },
	exchanging: {
		backend: { bank_account_tokens: 'wait' },
		go: async (page) => {
			await press(page);
			await reaches(page, 'open');
			await choose(page);
			await reaches(page, 'exchanging');
		},
	},
	connected: {
		go: async (page) => {
			await press(page);
			await reaches(page, 'open');
			await choose(page);
			await reaches(page, 'connected');
		},
	},
	'asked for a name': {
		attributes: 'authorize',
		backend: { authorizations: 'name' },
		go: async (page) => {
			await toAuthorization(page);
			await page.getByLabel('Name').waitFor();
		},
	},
	authorizing: {
		attributes: 'authorize',
		go: async (page) => {
			await toAuthorization(page);
			await page.getByRole('button', { name: 'Accept', disabled: false }).waitFor();
		},
	},
	authorized: {
		attributes: 'authorize',
		go: async (page) => {
			await toAuthorization(page);
			await page.getByRole('button', { name: 'Accept', disabled: false }).click();
			await reaches(page, 'connected');
		},
	},
	failed: { backend: { link_tokens: 'fail' }, go: (page) => press(page).then(() => reaches(page, 'failed')) },
	invalid: {
		attributes: 'required',
		backend: { link_tokens: 'wait' },
		go: (page) => page.locator('form').evaluate((form: HTMLFormElement) => form.checkValidity()),
	},
	embedded: { attributes: 'embedded', go: (page) => reaches(page, 'ready') },
} satisfies Record<string, State>;

export type StateName = keyof typeof states;
export const stateNames = Object.keys(states) as StateName[];

/** Opens a page with the element in that state. */
export async function openState(browser: Browser, name: StateName, scene: Scene = {}): Promise<Page> {
	const { attributes = '', backend = {}, go }: State = states[name];
	const page = await openScene(browser, {
		...scene,
		attributes: `${attributes} ${scene.attributes ?? ''}`,
		backend,
	});
	await go?.(page);
	return page;
}
