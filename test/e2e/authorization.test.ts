/** `<plaid-stripe-connect authorize>` in Chromium, with the Worker: the text as shown, accepted, saved and stored. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import type { PlaidStripeConnect } from '../../widget/element.ts';
import type { Authorization, SessionAnswer } from '../../worker/contract.ts';
import { connectBank, connectButton, detailsOf, dialog, signIn } from './shopper.ts';
import { context, heard, page, stack, visitStack } from './visit.ts';

// Pages that the test makes up count as public ones, the stack as a local network.
visitStack({ permissions: ['local-network-access'] });

let violations: string[];
beforeEach(async () => {
	context.setDefaultTimeout(10_000);
	violations = [];
	await page.exposeFunction('violated', (what: string) => void violations.push(what));
	await page.addInitScript(() =>
		document.addEventListener('securitypolicyviolation', (event) =>
			(window as unknown as { violated(what: string): void }).violated(
				`${event.violatedDirective} ${event.blockedURI}`,
			),
		),
	);
});

/** The header of docs/element.md, with the origins of this stack. */
function policy(): string {
	const text = readFileSync(join(import.meta.dirname, '../../docs/element.md'), 'utf8');
	const [, block = ''] = /## Content security policy[\s\S]*?```\n([\s\S]*?)```/.exec(text) ?? [];
	expect(block).toContain("require-trusted-types-for 'script'");
	return block
		.replaceAll('\n', ' ')
		.replaceAll('…', 'r4nd0m')
		.replaceAll('https://bank.shop.example', stack.backendUrl)
		.replaceAll('https://cdn.plaid.com', stack.sandboxUrl)
		.replaceAll('https://production.plaid.com', stack.sandboxUrl);
}

async function open(attributes = ''): Promise<void> {
	const url = `${stack.shopUrl}/pay-here`;
	await page.route(url, (route) =>
		route.fulfill({
			contentType: 'text/html; charset=utf-8',
			headers: { 'content-security-policy': policy() },
			body: `<!doctype html><html lang="en"><title>A shop</title><link rel="icon" href="data:,">
				<script nonce="r4nd0m" type="module" src="${stack.backendUrl}/plaid-stripe-connect.js"></script>
				<plaid-stripe-connect authorize nonce="r4nd0m" link-script="${stack.sandboxUrl}/link/v2/stable/link-initialize.js" ${attributes}></plaid-stripe-connect>`,
		}),
	);
	await page.goto(url);
	await connectButton(page).click();
	await connectBank(page);
	await reaches('authorizing');
}
const reaches = (wanted: string) =>
	page.waitForFunction((wanted) => document.querySelector('plaid-stripe-connect')?.status === wanted, wanted);
const button = (name: string) => page.getByRole('button', { name, exact: true });
const text = () => page.getByRole('group', { name: 'Text of the authorization' });
const isShown = () => text().getByText('By clicking “Accept”').waitFor();
/** The text that the shopper sees, with empty lines between the paragraphs. */
const shownText = async () => (await text().locator('p').allTextContents()).join('\n\n');

async function callBackend<Answer>(path: string, body?: unknown): Promise<Answer> {
	const answer = await fetch(`${stack.backendUrl}${path}`, {
		headers: {
			authorization: `Bearer ${stack.apiKey}`,
			...(body !== undefined && {
				'content-type': 'application/json',
				'idempotency-key': crypto.randomUUID(),
			}),
		},
		...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
	});
	expect(answer.status).toBeLessThan(300);
	return answer.json() as Promise<Answer>;
}
let users = 0;
/** Creates a session of another user each time: one user cannot connect the same account twice. */
const session = async (more: object = {}) => {
	const client_user_id = `user-${++users}`;
	const made = await callBackend<SessionAnswer>('/v1/sessions', { client_user_id, name: 'Zoë Doe', ...more });
	return made.session;
};
const stored = () => {
	const [told] = detailsOf(heard, 'bank-authorized');
	return callBackend<Authorization>(`/v1/authorizations/${told?.authorization}`);
};
async function savedCopy(): Promise<{ name: string; content: string }> {
	const [download] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('link', { name: 'Save a copy' }).click(),
	]);
	return { name: download.suggestedFilename(), content: readFileSync(await download.path(), 'utf8') };
}

it('the text shown, saved, dispatched and stored is identical, under a strict policy', async () => {
	const amount = 4_200;
	await open(`session="${await session({ authorization: { kind: 'one_time', amount } })}"`);
	await isShown();
	const shown = await shownText();
	expect(shown).toContain('Account holder: Zoë Doe');
	expect(shown).toContain('$42.00');
	expect(await savedCopy()).toEqual({ name: 'debit-authorization.txt', content: shown });
	await button('Accept').click();
	await reaches('connected');
	expect((await savedCopy()).content).toBe(shown);

	const [told] = detailsOf(heard, 'bank-authorized');
	const kept = await stored();
	expect(kept).toMatchObject({
		status: 'accepted',
		text: shown,
		name: 'Zoë Doe',
		amount,
		connection: told?.connection,
		user_agent: await page.evaluate(() => navigator.userAgent),
	});
	expect(told).toEqual({
		connection: kept.connection,
		authorization: kept.id,
		text: shown,
		acceptedAt: kept.accepted_at,
	});
	expect(detailsOf(heard, 'bank-token')).toHaveLength(1);
	expect(violations).toEqual([]);
});

it('the keyboard alone reaches the card, the text, the link that saves it, and the buttons', async () => {
	await open(`session="${await session()}"`);
	await isShown();
	const focused = () =>
		page.locator('plaid-stripe-connect').evaluate((element) => {
			const active = element.shadowRoot?.activeElement;
			return active?.getAttribute('part');
		});
	await page.waitForFunction(() => document.activeElement?.localName === 'plaid-stripe-connect');
	const way = [await focused()];
	while (way.at(-1) !== 'accept' && way.length < 9) {
		await page.keyboard.press('Tab');
		way.push(await focused());
	}
	expect(way).toEqual(['authorization', 'change', 'text', 'copy', 'accept']);
	await page.keyboard.press('Space');
	await reaches('connected');
	expect(await focused()).toBe('button');
});

it('asks for an unknown account holder’s name, puts it into the text, and lets the shopper correct it', async () => {
	await open();
	const field = page.getByRole('textbox', { name: 'Account holder’s full name' });
	await field.fill('Zoe Doe');
	await field.press('Enter');
	await text().getByText('Account holder: Zoe Doe').waitFor();
	await button('Change').nth(1).click();
	await field.fill('Zoë Doe');
	await button('Continue').click();
	await text().getByText('Account holder: Zoë Doe').waitFor();
	await button('Accept').click();
	await reaches('connected');
	expect((await stored()).name).toBe('Zoë Doe');
	expect(violations).toEqual([]);
});

it('after declining and a reload, the next press asks again, and after accepting nothing asks again', async () => {
	await open(`name="bank" session="${await session()}"`);
	await button('Decline').click();
	await reaches('idle');
	expect(detailsOf(heard, 'bank-exit').at(-1)).toMatchObject({ status: 'authorization_declined' });
	await page.reload();
	await connectButton(page).click();
	await isShown();
	await page.reload();
	await button('Accept').click();
	await reaches('connected');
	expect(detailsOf(heard, 'bank-token')).toHaveLength(1);
	expect((await stored()).status).toBe('accepted');
	expect(stack.query('SELECT accepted_at FROM authorizations WHERE accepted_at IS NOT NULL')).not.toEqual([]);
});

it('an acceptance whose answer is lost is stored once, and dispatched once', async () => {
	await open(`session="${await session()}"`);
	let lost = 0;
	await page.route('**/v1/authorizations', async (route) => {
		if (!route.request().postDataJSON()?.accept || lost++) return route.continue();
		await route.fetch();
		return route.abort();
	});
	await button('Accept').click();
	await reaches('connected');
	expect(lost).toBe(2);
	expect(detailsOf(heard, 'bank-authorized')).toHaveLength(1);
	expect((await stored()).status).toBe('accepted');
});

it('a repair does not ask again while an authorization is in effect', async () => {
	const of = await session();
	await open(`session="${of}"`);
	await button('Accept').click();
	await reaches('connected');
	const [{ connection } = {}] = detailsOf(heard, 'bank-authorized');
	await page.locator('plaid-stripe-connect').evaluate((element: PlaidStripeConnect, connection) => {
		element.reset();
		element.connection = connection;
	}, String(connection));
	await connectButton(page).click();
	await dialog(page).getByRole('button', { name: 'Continue' }).click();
	await signIn(page, 'pass_good');
	await dialog(page).getByRole('button', { name: 'Finish' }).click();
	await reaches('connected');
	const [first, second, ...more] = detailsOf(heard, 'bank-authorized');
	expect(second).toEqual(first);
	expect(more).toEqual([]);
});

it('backend_unreachable if its file does not load, and the next press resumes without Link and ends in one bank-token', async () => {
	await page.route('**/plaid-stripe-connect-authorize.js', (route) => route.abort(), { times: 1 });
	const failing = open(`session="${await session()}"`).catch(() => {});
	await reaches('failed');
	expect(detailsOf(heard, 'bank-error')[0]).toMatchObject({ code: 'backend_unreachable', retryable: true });
	expect(detailsOf(heard, 'bank-token')).toHaveLength(0);
	await button('Try again').click();
	await isShown();
	await failing;
	await button('Accept').click();
	await reaches('connected');
	expect(detailsOf(heard, 'bank-token')).toHaveLength(1);
	expect(await stack.requests('/item/public_token/exchange')).toHaveLength(1);
});
