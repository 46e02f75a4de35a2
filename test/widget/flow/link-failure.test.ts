import { expect } from 'chai';
import {
	announced,
	backend,
	bankAccount,
	button,
	calls,
	doubleScript,
	healthChecks,
	lastCall,
	linkToken,
	listen,
	mount,
	openLink,
	refusal,
	settled,
	shownText,
	startExchange,
	until,
} from '../helpers.ts';

describe('a failure before Link opens', () => {
	it('is reported with the backend’s display message, and the next press works (plaid_unavailable)', async () => {
		const element = await mount();
		const events = listen(element);
		button(element).click();
		await until(() => calls.length);
		await lastCall().answer(
			refusal('plaid_unavailable', { display_message: 'Please wait a minute.', retryable: true }),
			503,
		);
		expect(events.at(-1)).to.deep.equal({
			type: 'bank-error',
			detail: {
				code: 'plaid_unavailable',
				message: 'What happened and what to do.',
				displayMessage: 'Please wait a minute.',
				retryable: true,
				requestId: 'req_refused',
			},
		});
		expect(shownText(element)).to.equal('Please wait a minute. Try again');
		expect(announced(element)).to.equal('Please wait a minute.');
		await startExchange(element);
		await lastCall().answer(bankAccount());
		expect(element.status).to.equal('connected');
		expect(element.error).to.equal(null);
	});

	it('is backend_unreachable, backend_answer_invalid or offline if the backend does not answer properly', async () => {
		const element = await mount();
		const fail = async (how: () => Promise<void>) => {
			const before = calls.length;
			button(element).click();
			await until(() => calls.length > before);
			await how();
			return [element.error?.code, element.error?.retryable];
		};
		expect(await fail(() => lastCall().fail())).to.deep.equal(['backend_unreachable', true]);
		expect(await fail(() => lastCall().answer('<html>', 200))).to.deep.equal([
			'backend_answer_invalid',
			false,
		]);
		expect(await fail(() => lastCall().answer('<html>', 502))).to.deep.equal([
			'backend_answer_invalid',
			true,
		]);
		const timeout = AbortSignal.timeout;
		const late = new AbortController();
		AbortSignal.timeout = () => late.signal;
		const silent = fail(async () => {
			late.abort();
			await settled();
		});
		expect(await silent).to.deep.equal(['backend_unreachable', true]);
		AbortSignal.timeout = timeout;
		Object.defineProperty(navigator, 'onLine', { value: false, configurable: true });
		expect(await fail(() => lastCall().fail())).to.deep.equal(['offline', true]);
		delete (navigator as { onLine?: boolean }).onLine;
	});

	it('is origin_not_allowed, after one check of /health, if the backend does not list the page’s origin', async () => {
		backend.isRunning = true;
		const element = await mount();
		button(element).click();
		await until(() => calls.length);
		await lastCall().fail();
		expect(element.error?.code).to.equal('origin_not_allowed');
		expect(element.error?.retryable).to.equal(false);
		expect(element.error?.message).to.contain(`list ${location.origin} in ALLOWED_ORIGINS`);
		expect(healthChecks).to.deep.equal([
			{ url: 'https://bank.example/health', mode: 'no-cors', cache: 'no-store' },
		]);
		expect(shownText(element)).to.equal('Connecting a bank is not possible right now. Try again');
		await startExchange(element);
		await lastCall().fail();
		expect(element.status).to.equal('exchanging');
		expect(healthChecks).to.have.length(1);
	});

	it('link_script_blocked removes the script tag and shows the fallback, and the next press works', async () => {
		const element = await mount({ 'link-script': '/nowhere.js' });
		element.innerHTML = '<a slot="fallback" href="#card">Pay by card</a>';
		const fallback = element.shadowRoot?.querySelector('[name=fallback]') as HTMLElement;
		expect(fallback.hidden).to.equal(true);
		button(element).click();
		await until(() => calls.length);
		await lastCall().answer(linkToken());
		await until(() => element.status === 'failed');
		await settled();
		expect(element.error?.code).to.equal('link_script_blocked');
		expect(document.querySelectorAll('script[src*=nowhere]')).to.have.length(0);
		expect(fallback.hidden).to.equal(false);
		element.linkScript = doubleScript();
		await openLink(element);
		expect(element.status).to.equal('open');
	});

	it('a listener that prevents bank-open is not a failure', async () => {
		const element = await mount();
		element.addEventListener('bank-open', (event) => event.preventDefault());
		button(element).click();
		await settled();
		expect(element.status).to.equal('idle');
		expect(calls).to.have.length(0);
	});
});
