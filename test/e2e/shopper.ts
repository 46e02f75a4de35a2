/** What a shopper does in Link, by the names that are on the screen. */
import { type Browser, chromium, type FrameLocator, type Page } from 'playwright-core';
import { chromiumFlags, requireChromium } from '../../scripts/chromium.ts';

export function launchChromium(): Promise<Browser> {
	return chromium.launch({ executablePath: requireChromium(), args: chromiumFlags });
}

/** The element's own button; its name changes with its state. */
export const connectButton = (page: Page) => page.locator('plaid-stripe-connect').getByRole('button').first();

/** Link's dialog, inside its frame. */
export const dialog = (page: Page): FrameLocator =>
	page.frameLocator('iframe[id^="plaid-link-iframe-"]').last();

export type Step = 'consent' | 'institutions' | 'credentials' | 'accounts' | 'connected';

/** Goes through Link up to a step and stops there; `connected` is the last, before "Finish". */
export async function goTo(page: Page, step: Step, password = 'pass_good'): Promise<void> {
	const link = dialog(page);
	if (step === 'consent') return link.getByRole('button', { name: 'Continue' }).waitFor();
	await link.getByRole('button', { name: 'Continue' }).click();
	const bank = link.getByRole('button', { name: 'First Platypus Bank', exact: true });
	if (step === 'institutions') return bank.waitFor();
	await bank.click();
	if (step === 'credentials') return link.getByLabel('Password').waitFor();
	await signIn(page, password);
	const account = link.getByRole('radio', { name: 'Plaid Checking ••0000' });
	if (step === 'accounts') return account.waitFor();
	await account.check();
	await link.getByRole('button', { name: 'Continue' }).click();
	await link.getByRole('button', { name: 'Finish' }).waitFor();
}

export async function signIn(page: Page, password: string): Promise<void> {
	const link = dialog(page);
	await link.getByLabel('Username').fill('user_good');
	await link.getByLabel('Password').fill(password);
	await link.getByRole('button', { name: 'Submit' }).click();
}

/** The whole way: from the open dialog to the bank account that was chosen. */
export async function connectBank(page: Page): Promise<void> {
	await goTo(page, 'connected');
	await dialog(page).getByRole('button', { name: 'Finish' }).click();
}

/** The debit authorization, below the account that was chosen. */
export const acceptButton = (page: Page) =>
	page.locator('plaid-stripe-connect').getByRole('button', { name: 'Accept' });

/** All that the shop's checkout asks of a shopper: the bank, and the authorization. */
export async function payByBank(page: Page): Promise<void> {
	await connectBank(page);
	await acceptButton(page).click();
}

export type HeardEvent = { type: string; detail: Record<string, unknown> };

/** Every event of the element's, as the page hears it; call before the page loads. Survives navigation. */
export async function hearEvents(page: Page): Promise<HeardEvent[]> {
	const heard: HeardEvent[] = [];
	await page.exposeBinding('tellTheTest', (_source, event: HeardEvent) => void heard.push(event));
	await page.addInitScript(() => {
		const tell = (window as unknown as { tellTheTest(event: unknown): void }).tellTheTest;
		for (const name of ['open', 'event', 'token', 'authorized', 'exit', 'error', 'status']) {
			document.addEventListener(`bank-${name}`, (event) => {
				tell({ type: event.type, detail: (event as CustomEvent).detail });
			});
		}
	});
	return heard;
}

/** The details of the events of one type, e.g. `bank-token`. */
export const detailsOf = (heard: HeardEvent[], type: string) =>
	heard.filter((event) => event.type === type).map((event) => event.detail);
