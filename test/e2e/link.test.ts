import { beforeEach, describe, expect, it } from 'vitest';
import {
	act,
	called,
	calls,
	complaints,
	create,
	link,
	type Metadata,
	nothing,
	openLink,
	page,
	type Shop,
	stage,
	traces,
	until,
	visitLinkShop,
} from './link-shop.ts';
import { connectBank, goTo, type Step, signIn } from './shopper.ts';

visitLinkShop();

describe('a shopper who connects an account', () => {
	it('is handed over once, with its metadata, after all events in their order', async () => {
		await openLink();
		await connectBank(page);
		await until('onSuccess');
		const all = await calls();
		expect(all.map(({ callback, args }) => (callback === 'onEvent' ? args[0] : callback))).toEqual([
			'onLoad',
			'OPEN',
			'TRANSITION_VIEW',
			'SELECT_INSTITUTION',
			'TRANSITION_VIEW',
			'SUBMIT_CREDENTIALS',
			'TRANSITION_VIEW',
			'TRANSITION_VIEW',
			'TRANSITION_VIEW',
			'HANDOFF',
			'onSuccess',
		]);
		const [publicToken, metadata] = all.at(-1)?.args ?? [];
		expect(publicToken).toMatch(/^public-sandbox-/);
		const [, opened] = (all[1]?.args ?? []) as [string, Metadata];
		expect(metadata).toEqual({
			institution: { name: 'First Platypus Bank', institution_id: 'ins_109508' },
			accounts: [
				{
					id: expect.any(String),
					name: 'Plaid Checking',
					mask: '0000',
					type: 'depository',
					subtype: 'checking',
					verification_status: null,
					class_type: null,
				},
			],
			link_session_id: opened.link_session_id,
		});
		expect(complaints).toEqual([]);
	});

	it('hears OPEN while Link is open, and the rest only at the end', async () => {
		await openLink();
		await goTo(page, 'accounts');
		expect((await called('onEvent')).map(({ args }) => args[0])).toEqual(['OPEN']);
	});

	it('can mend a wrong password', async () => {
		await openLink();
		await goTo(page, 'credentials');
		await signIn(page, 'wrong');
		await link.getByText('The provided credentials were not correct. Please try again.').waitFor();
		const password = link.getByLabel('Password');
		expect(await password.evaluate((field) => field === document.activeElement)).toBe(true);
		expect(await password.getAttribute('aria-invalid')).toBe('true');
		await signIn(page, 'pass_good');
		await link.getByRole('radio', { name: 'Plaid Saving ••1111' }).check();
		await link.getByRole('button', { name: 'Continue' }).click();
		await link.getByRole('button', { name: 'Finish' }).click();
		await until('onSuccess');
		const errors = (await called('onEvent')).filter(({ args }) => args[0] === 'ERROR');
		expect(errors.map(({ args }) => (args[1] as Metadata).error_code)).toEqual(['INVALID_CREDENTIALS']);
	});

	it('can let the dialog fill in the test login, and go by keyboard alone', async () => {
		await openLink();
		await page.keyboard.press('Tab');
		await page.keyboard.press('Enter');
		await link.getByLabel('Search banks').waitFor();
		await page.keyboard.press('Tab');
		await page.keyboard.type('gingham');
		await link
			.getByRole('button', { name: 'First Platypus Bank', exact: true })
			.waitFor({ state: 'detached' });
		await page.keyboard.press('Tab');
		await page.keyboard.press('Enter');
		await link.getByLabel('Username').waitFor();
		for (let field = 0; field < 3; field++) await page.keyboard.press('Tab');
		await page.keyboard.press('Enter');
		await page.keyboard.press('Enter');
		await link.getByRole('radio').first().waitFor();
		await page.keyboard.press('Tab');
		await page.keyboard.press('Space');
		await page.keyboard.press('Enter');
		await link.getByRole('button', { name: 'Finish' }).waitFor();
		await page.keyboard.press('Tab');
		await page.keyboard.press('Enter');
		await until('onSuccess');
		expect((await called('onSuccess'))[0]?.args[1]).toMatchObject({
			institution: { name: 'First Gingham Credit Union' },
			accounts: [{ name: 'Plaid Checking' }],
		});
	});

	it('looks for a bank, finds none, and looks through all of them again', async () => {
		await openLink();
		await goTo(page, 'institutions');
		await link.getByLabel('Search banks').fill('zzz');
		await link.getByText('No bank matches “zzz”').first().waitFor();
		await link.getByRole('button', { name: 'Show all' }).click();
		await link.getByRole('button', { name: 'Tartan Bank', exact: true }).click();
		await link.getByRole('heading', { name: 'Sign in to Tartan Bank' }).waitFor();
		await link.getByRole('button', { name: 'Back' }).click();
		await link.getByRole('button', { name: 'Houndstooth Bank', exact: true }).waitFor();
	});
});

describe('a shopper whose last answer is lost', () => {
	beforeEach(async () => {
		await openLink();
		await goTo(page, 'connected');
		stage.sandbox.faults.add({ path: '/link/session/*', times: 1, fault: { cut: 'after' } });
		await link.getByRole('button', { name: 'Finish' }).click();
		await link.getByText('The sandbox did not answer.').waitFor();
	});

	it('finishes again, and is handed over once', async () => {
		await link.getByRole('button', { name: 'Finish' }).dblclick();
		await until('onSuccess');
		expect((await called('onEvent')).filter(({ args }) => args[0] === 'HANDOFF')).toHaveLength(1);
	});

	it('is handed over even when leaving: the account is connected', async () => {
		await link.getByRole('button', { name: 'Close' }).click();
		await until('onSuccess');
		expect(await called('onExit')).toEqual([]);
	});
});

it('a page that wants to leave while the account is being connected is handed it over', async () => {
	await openLink();
	await goTo(page, 'connected');
	stage.sandbox.faults.add({ path: '/link/session/*', times: 1, fault: { delay_ms: 500 } });
	await link.getByRole('button', { name: 'Finish' }).click();
	await act('exit', 'main', { force: true });
	await until('onSuccess');
	expect(await called('onExit')).toEqual([]);
});

describe('leaving', () => {
	const steps: [Step, string | null][] = [
		['consent', null],
		['institutions', null],
		['credentials', 'requires_credentials'],
		['accounts', 'requires_account_selection'],
		['connected', null],
	];
	it.each(steps)('by Close at the step %s is told with the status %s', async (step, status) => {
		await openLink();
		await goTo(page, step);
		await link.getByRole('button', { name: 'Close' }).click();
		await until('onExit');
		const all = await calls();
		expect(all.at(-1)).toMatchObject({ callback: 'onExit', args: [null, { status }] });
		expect(all.at(-2)).toMatchObject({ callback: 'onEvent', args: ['EXIT', { exit_status: status }] });
		expect(await called('onSuccess')).toEqual([]);
		expect(await page.locator('#plaid-link-iframe-1').isVisible()).toBe(false);
	});

	it('by Escape is the same as by Close', async () => {
		await openLink();
		await goTo(page, 'credentials');
		await page.keyboard.press('Escape');
		await until('onExit');
		expect((await called('onExit'))[0]?.args).toMatchObject([null, { status: 'requires_credentials' }]);
	});

	it('after a search without results is told as institution_not_found', async () => {
		await openLink();
		await goTo(page, 'institutions');
		await link.getByLabel('Search banks').fill('zzz');
		await link.getByRole('button', { name: 'Show all' }).waitFor();
		await link.getByRole('button', { name: 'Close' }).click();
		await until('onExit');
		expect((await called('onExit'))[0]?.args).toMatchObject([null, { status: 'institution_not_found' }]);
	});

	it('after a refused login hands over its error', async () => {
		await openLink();
		await goTo(page, 'credentials');
		await signIn(page, 'wrong');
		await link.getByText('not correct').waitFor();
		await link.getByRole('button', { name: 'Close' }).click();
		await until('onExit');
		expect((await called('onExit'))[0]?.args).toEqual([
			{
				error_type: 'ITEM_ERROR',
				error_code: 'INVALID_CREDENTIALS',
				error_message: 'the provided credentials were not correct',
				display_message: 'The provided credentials were not correct. Please try again.',
			},
			{
				institution: { name: 'First Platypus Bank', institution_id: 'ins_109508' },
				status: 'requires_credentials',
				link_session_id: expect.any(String),
				request_id: expect.any(String),
			},
		]);
	});

	it.each([
		['exit()', undefined],
		['exit({force: true})', { force: true }],
	])('by the page’s %s calls onExit once', async (_name, options) => {
		await openLink();
		await act('exit', 'main', options);
		await act('exit', 'main', options);
		await until('onExit');
		expect(await page.locator('#plaid-link-iframe-1').isVisible()).toBe(false);
		await act('open');
		await link.getByRole('button', { name: 'Continue' }).waitFor();
		expect(await called('onExit')).toHaveLength(1);
	});

	it('with force hides the frame at once', async () => {
		await openLink();
		const hidden = await page.evaluate(() => {
			(window as unknown as Shop).handlers.main?.exit({ force: true });
			return [
				getComputedStyle(document.querySelector('iframe') as Element).display,
				document.body.style.overflow,
			];
		});
		expect(hidden).toEqual(['none', '']);
	});

	it('works when the sandbox has gone away', async () => {
		await openLink();
		await goTo(page, 'credentials');
		stage.setReachable(false);
		await signIn(page, 'pass_good');
		await link.getByText('The sandbox did not answer.').waitFor();
		await link.getByRole('button', { name: 'Close' }).click();
		await until('onExit');
		expect((await called('onExit'))[0]?.args).toMatchObject([
			null,
			{ institution: { name: 'First Platypus Bank' } },
		]);
	});

	it('is not told when the page destroys the handler', async () => {
		await openLink();
		await act('destroy');
		await act('destroy');
		expect(await called('onExit')).toEqual([]);
		expect(await traces()).toEqual(nothing);
	});
});

describe('a link token that is no good', () => {
	it.each(['expired', 'unknown'])(
		'because it is %s is told by onExit as INVALID_LINK_TOKEN',
		async (kind) => {
			const token = await stage.createToken();
			if (kind === 'expired') await stage.sandbox.clock.advance('5h');
			else stage.sandbox.reset();
			await create(token);
			await act('open');
			await until('onExit');
			expect((await called('onExit'))[0]?.args).toEqual([
				{
					error_type: 'INVALID_INPUT',
					error_code: 'INVALID_LINK_TOKEN',
					error_message: 'invalid link_token provided',
					display_message: null,
				},
				{
					institution: null,
					status: null,
					link_session_id: expect.any(String),
					request_id: expect.any(String),
				},
			]);
			expect(await page.locator('#plaid-link-iframe-1').isVisible()).toBe(false);
		},
	);

	it('because it is missing is refused by create', async () => {
		await expect(create('')).rejects.toThrow('Plaid.create: `token` is missing');
	});

	it('never stands in an address', async () => {
		const addresses: string[] = [];
		page.on('request', (request) => addresses.push(request.url()));
		const token = await stage.createToken();
		await create(token);
		await act('open');
		await link.getByRole('button', { name: 'Continue' }).waitFor();
		expect(addresses.some((address) => address.includes('link.html'))).toBe(true);
		expect(addresses.filter((address) => address.includes(token))).toEqual([]);
	});
});
