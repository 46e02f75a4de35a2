/** What a shopper does in Link, by the names that are on the screen. */
import { type Browser, chromium, type FrameLocator, type Page } from 'playwright-core';
import { chromiumFlags, requireChromium } from '../../scripts/chromium.ts';

export function launchChromium(): Promise<Browser> {
	return chromium.launch({ executablePath: requireChromium(), args: chromiumFlags });
}

/** The element's own button; its name changes with its state. */
export const connectButton = (page: Page) => page.locator('plaid-stripe-connect').getByRole('button').first();

/** Link's dialog, inside its frame. */
export const dialog = (page: Page): FrameLocator => page.frameLocator('iframe[id^="plaid-link-iframe-"]').last();

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

export type HeardEvent = { type: string; detail: Record<string, unknown> };

/** Lets the page remember every event of the element's; before the page loads. */
export async function hearEvents(page: Page): Promise<() => Promise<HeardEvent[]>> {
	await page.addInitScript(() => {
		const heard: { type: string; detail: unknown }[] = [];
		Object.assign(window, { heard });
		for (const name of ['open', 'event', 'token', 'exit', 'error', 'status']) {
			document.addEventListener(`bank-${name}`, (event) => {
				heard.push({ type: event.type, detail: (event as CustomEvent).detail });
			});
		}
	});
	return () => page.evaluate(() => (window as unknown as { heard: HeardEvent[] }).heard);
}
