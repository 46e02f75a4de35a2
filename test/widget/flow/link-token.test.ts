import { expect } from 'chai';
import {
	becomeReady,
	button,
	calls,
	clock,
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
	until,
} from '../helpers.ts';

describe('a link token', () => {
	it('is renewed before Link opens if it is about to expire', async () => {
		const element = await mount({ preload: 'eager' });
		await becomeReady(element);
		await clock.advance(239.5 * 60_000);
		await openLink(element, 2);
		expect(linkSessions().map(({ config, opened }) => [config.token, opened])).to.deep.equal([
			['link-sandbox-1', 0],
			['link-sandbox-2', 1],
		]);
		expect(frames()).to.equal(1);
	});

	it('is renewed once, silently, if Link rejects it; the second time is link_failed', async () => {
		const element = await mount();
		const events = listen(element);
		await openLink(element);
		link().config.onExit(invalidLinkToken, {});
		await until(() => calls.length === 2);
		await lastCall().answer(linkToken(2));
		await until(() => element.status === 'open');
		expect(link().config.token).to.equal('link-sandbox-2');
		expect(events.map(({ type }) => type)).not.to.include.members(['bank-exit']);
		expect(events.filter(({ type }) => type === 'bank-open')).to.have.length(1);
		link().config.onExit(invalidLinkToken, {});
		await settled();
		expect(element.error?.code).to.equal('link_failed');
		expect(calls).to.have.length(2);
	});

	it('is requested when preload says: never before a press, at once, when visible, or on focus', async () => {
		const none = await mount({ preload: 'none' });
		none.dispatchEvent(new PointerEvent('pointerenter'));
		const eager = await mount({ preload: 'eager' });
		await until(() => calls.length);
		await settled();
		expect(calls).to.have.length(1);
		expect([none.status, eager.status]).to.deep.equal(['idle', 'loading']);
		const visible = await mount({ preload: 'visible' });
		await until(() => calls.length === 2);
		expect(visible.status).to.equal('loading');
		const focused = await mount();
		button(focused).focus();
		await until(() => calls.length === 3);
		expect(focused.status).to.equal('loading');
	});

	it('a failed preload is not reported, and not retried before a press', async () => {
		const element = await mount({ preload: 'eager' });
		const events = listen(element);
		await until(() => calls.length);
		await lastCall().fail();
		expect(element.status).to.equal('idle');
		expect(events.map(({ type }) => type)).to.deep.equal(['bank-status']);
		element.dispatchEvent(new PointerEvent('pointerenter'));
		await settled();
		expect(calls).to.have.length(1);
		await openLink(element);
	});

	it('is requested again when the backend changes', async () => {
		const element = await mount({ preload: 'eager' });
		await until(() => calls.length);
		element.backend = 'https://other.example';
		await until(() => calls.length === 2);
		expect(calls.map(({ url }) => new URL(url).origin)).to.deep.equal([
			'https://bank.example',
			'https://other.example',
		]);
		expect(calls[0]?.signal.aborted).to.equal(true);
	});
});
