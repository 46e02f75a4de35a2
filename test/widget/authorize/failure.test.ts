import { expect } from 'chai';
import {
	acceptedAt,
	button,
	clock,
	connect,
	lastCall,
	linkSessions,
	listen,
	mount,
	offer,
	openAuthorization,
	openLink,
	refusal,
	settled,
	shownText,
} from '../helpers.ts';
import { authorizationCalls, press, storedWork } from './helpers.ts';

describe('an authorization that fails', () => {
	it('is retried for a temporary reason, both the text and its acceptance (store_unavailable)', async () => {
		const element = await mount({ authorize: '' });
		await connect(element);
		await lastCall().fail();
		await clock.advance(500);
		await lastCall().answer(refusal('store_unavailable', { retryable: true }), 503);
		await clock.advance(1000);
		await lastCall().answer(offer());
		await press(element, 'accept');
		// The backend has stored the acceptance, and its answer is lost.
		await lastCall().fail();
		expect(element.status).to.equal('authorizing');
		await clock.advance(500);
		await lastCall().answer(offer({ accepted_at: acceptedAt }));
		expect(element.status).to.equal('connected');
		expect(authorizationCalls().map(({ body }) => body.accept)).to.deep.equal([
			undefined,
			undefined,
			undefined,
			'auth_1',
			'auth_1',
		]);
		expect(clock.timers.size).to.equal(0);
	});

	it('is backend_unreachable after a minute, and Try again resumes without Link', async () => {
		const element = await mount();
		await openAuthorization(element);
		await press(element, 'accept');
		const events = listen(element);
		while (element.status === 'authorizing') {
			await lastCall().fail();
			await clock.next();
		}
		expect(element.error?.code).to.equal('backend_unreachable');
		expect(shownText(element)).to.equal('That did not work just now. Try again');
		expect(events.at(-1)?.type).to.equal('bank-error');
		expect(element.value).to.equal('');
		button(element).click();
		await settled();
		expect(element.status).to.equal('authorizing');
		await lastCall().answer(offer({ accepted_at: acceptedAt }));
		expect(element.value).to.equal('conn_1');
		expect(linkSessions()).to.have.length(1);
	});

	for (const code of ['link_token_expired', 'link_session_not_found', 'connection_removed'] as const)
		it(`${code} drops the connection, and the next press opens Link`, async () => {
			const element = await mount();
			await openAuthorization(element);
			await press(element, 'accept');
			await lastCall().answer(refusal(code), 400);
			expect(element.error?.code).to.equal(code);
			expect(storedWork()).to.deep.equal([]);
			await openLink(element, 2);
			expect(linkSessions()).to.have.length(2);
		});

	it('authorization_not_found keeps the connection, and the next press requests the text again', async () => {
		const element = await mount();
		await openAuthorization(element);
		await press(element, 'accept');
		await lastCall().answer(refusal('authorization_not_found'), 404);
		expect(element.status).to.equal('failed');
		button(element).click();
		await settled();
		expect(lastCall().body).to.deep.equal({ link_token: 'link-sandbox-1', connection: 'conn_1' });
		await lastCall().answer(offer({ authorization: 'auth_2' }));
		expect(element.status).to.equal('authorizing');
	});
});
