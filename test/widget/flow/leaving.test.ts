import { expect } from 'chai';
import {
	bankAccount,
	becomeReady,
	button,
	calls,
	chooseAccount,
	clock,
	connect,
	frames,
	invalidLinkToken,
	lastCall,
	link,
	linkSessions,
	linkToken,
	listen,
	mount,
	openLink,
	settled,
	shownText,
	until,
} from '../helpers.ts';

const left = {
	status: 'requires_credentials',
	institution: { institution_id: 'ins_1', name: 'First Platypus Bank' },
};
const wrongPassword = {
	error_type: 'ITEM_ERROR',
	error_code: 'INVALID_CREDENTIALS',
	error_message: 'the credentials were not correct',
	display_message: 'The credentials were not correct.',
};

describe('leaving Link', () => {
	it('bank-exit says where in Link the shopper was; focus, scrolling and button are restored', async () => {
		const element = await mount();
		document.body.style.overflow = 'clip';
		const events = listen(element);
		button(element).focus();
		await openLink(element);
		(document.activeElement as HTMLElement).blur();
		link().config.onExit(wrongPassword, left);
		await settled();
		expect(events.at(-1)).to.deep.equal({
			type: 'bank-exit',
			detail: {
				status: 'requires_credentials',
				institution: { id: 'ins_1', name: 'First Platypus Bank' },
				error: {
					type: 'ITEM_ERROR',
					code: 'INVALID_CREDENTIALS',
					message: 'the credentials were not correct',
					displayMessage: 'The credentials were not correct.',
				},
			},
		});
		expect(element.status).to.equal('idle');
		expect(element.shadowRoot?.activeElement).to.equal(button(element));
		expect(document.body.style.overflow).to.equal('clip');
		expect(frames()).to.equal(0);
		expect(shownText(element)).to.equal('Connect your bank');
	});

	it('Link’s onEvent is dispatched as bank-event', async () => {
		const element = await mount();
		const events = listen();
		await openLink(element);
		link().config.onEvent('SELECT_INSTITUTION', { institution_id: 'ins_1' });
		expect(events.at(-1)).to.deep.equal({
			type: 'bank-event',
			detail: { name: 'SELECT_INSTITUTION', metadata: { institution_id: 'ins_1' } },
		});
	});

	it('close() leaves Link', async () => {
		const element = await mount();
		const events = listen(element);
		await openLink(element);
		element.close();
		await settled();
		expect(events.at(-1)?.type).to.equal('bank-exit');
		expect(frames()).to.equal(0);
	});

	it('close() cancels the press while Link is loading', async () => {
		const element = await mount();
		button(element).click();
		await until(() => calls.length);
		element.close();
		await settled();
		expect(element.status).to.equal('idle');
		expect(lastCall().signal.aborted).to.equal(true);
		expect(shownText(element)).to.equal('Connect your bank');
	});

	it('opening Link ten times leaves no frame, timer or locked scrolling behind', async () => {
		const element = await mount();
		for (let n = 1; n <= 10; n++) {
			// What the shopper only left is opened again with the same token.
			if (n % 2) await openLink(element, n);
			else {
				button(element).click();
				await until(() => element.status === 'open');
			}
			if (n % 2) link().config.onExit(null, {});
			else {
				await chooseAccount(`public-sandbox-${n}`);
				await lastCall().answer(bankAccount());
			}
			await settled();
		}
		expect(linkSessions()).to.have.length(10);
		expect(frames()).to.equal(0);
		expect(clock.timers.size).to.equal(0);
		expect(document.body.style.overflow).to.equal('');
	});

	it('leaving while changing the bank keeps the connected one', async () => {
		const element = await mount();
		await connect(element);
		await openLink(element, 2);
		link().config.onExit(null, {});
		await settled();
		expect(element.status).to.equal('connected');
		expect(element.value).to.equal('conn_1');
	});

	it('the next press reuses the link token, and nothing is requested before it', async () => {
		const element = await mount();
		const events = listen(element);
		button(element).focus();
		await becomeReady(element);
		button(element).click();
		await until(() => element.status === 'open');
		link().config.onExit(null, left);
		await settled();
		expect(element.shadowRoot?.activeElement).to.equal(button(element));
		element.dispatchEvent(new PointerEvent('pointerenter'));
		button(element).blur();
		button(element).focus();
		await settled();
		expect(events.at(-1)?.type).to.equal('bank-exit');
		expect(element.status).to.equal('idle');
		expect([frames(), calls.length]).to.deep.equal([0, 1]);
		button(element).click();
		await until(() => element.status === 'open');
		expect(linkSessions().map(({ config }) => config.token)).to.deep.equal([
			'link-sandbox-1',
			'link-sandbox-1',
		]);
		expect([frames(), calls.length]).to.deep.equal([1, 1]);
	});

	it('the next press does not reuse a link token that has expired or that Plaid rejects', async () => {
		const element = await mount();
		await openLink(element, 1);
		link().config.onExit(null, left);
		await settled();
		await clock.advance(239.5 * 60_000);
		await openLink(element, 2);
		link().config.onExit(null, left);
		await settled();
		button(element).click();
		await until(() => element.status === 'open');
		link().config.onExit(invalidLinkToken, {});
		await until(() => calls.length === 3);
		await lastCall().answer(linkToken(3));
		await until(() => element.status === 'open');
		expect(link().config.token).to.equal('link-sandbox-3');
	});

	it('link_failed if Link ends with an error of its own, with Plaid’s code in the message', async () => {
		const element = await mount();
		const events = listen(element);
		await openLink(element);
		link().config.onExit(
			{
				error_type: 'API_ERROR',
				error_code: 'INTERNAL_SERVER_ERROR',
				error_message: 'an unexpected error occurred',
			},
			{},
		);
		await settled();
		expect(events.at(-1)?.type).to.equal('bank-error');
		expect(element.error?.code).to.equal('link_failed');
		expect(element.error?.message).to.contain('INTERNAL_SERVER_ERROR');
		expect(shownText(element)).to.contain('Try again');
		expect(events.some(({ type }) => type === 'bank-exit')).to.equal(false);
	});

	it('link_failed if Link returns no public token', async () => {
		const element = await mount();
		await openLink(element);
		link().config.onSuccess(null, {});
		await settled();
		expect(element.error?.code).to.equal('link_failed');
	});
});
