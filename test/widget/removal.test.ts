import { expect } from 'chai';
import { into } from './bring-into.ts';
import {
	acceptedAt,
	bankAccount,
	button,
	calls,
	chooseAccount,
	clock,
	lastCall,
	link,
	linkToken,
	listen,
	mount,
	offer,
	openLink,
	removeElement,
	settled,
	until,
} from './helpers.ts';

/** Listeners on targets that outlive an element. Returns a function that ends the recording and returns the leftovers. */
function spyOnListeners() {
	let standing: { what: string; listener: unknown }[] = [];
	const targets = { window, document, body: document.body };
	for (const [name, target] of Object.entries(targets)) {
		target.addEventListener = (type: string, listener: unknown) => {
			standing.push({ what: `${name} ${type}`, listener });
		};
		target.removeEventListener = (type: string, listener: unknown) => {
			standing = standing.filter((one) => one.listener !== listener || one.what !== `${name} ${type}`);
		};
	}
	return () => {
		for (const target of Object.values(targets)) {
			Reflect.deleteProperty(target, 'addEventListener');
			Reflect.deleteProperty(target, 'removeEventListener');
		}
		return standing.map(({ what }) => what);
	};
}

describe('an element removed from the page', () => {
	for (const [status, bring] of Object.entries(into)) {
		it(`while ${status} leaves no frame, listener, timer, request or locked scrolling behind`, async () => {
			const left = spyOnListeners();
			const element = await mount();
			await bring(element);
			expect(element.status).to.equal(status);
			await removeElement(element);
			expect(left()).to.deep.equal([]);
			expect(document.querySelectorAll('iframe')).to.have.length(0);
			expect(document.body.style.overflow).to.equal('');
			expect(clock.timers.size).to.equal(0);
			expect(calls.filter(({ answered, signal }) => !answered && !signal.aborted)).to.deep.equal([]);
			const rests = ['connected', 'failed'].includes(status) ? status : 'idle';
			expect(element.status).to.equal(rests);
		});

		it(`while ${status} works again once it is put back`, async () => {
			const element = await mount();
			await bring(element);
			await removeElement(element);
			element.preload = 'none';
			document.body.append(element);
			await settled();
			if (status === 'exchanging') {
				expect(element.status).to.equal('exchanging');
				await until(() => calls.length === 3);
				await lastCall().answer(bankAccount());
			} else if (status === 'authorizing') {
				expect(element.status).to.equal('authorizing');
				await until(() => calls.length === 4);
				await lastCall().answer(offer({ accepted_at: acceptedAt }));
			} else {
				await openLink(element, 2);
				await chooseAccount('public-sandbox-2');
				await lastCall().answer(bankAccount());
			}
			expect(element.status).to.equal('connected');
		});

		it(`while ${status} is not interrupted if it is only moved`, async () => {
			const element = await mount();
			await bring(element);
			const events = listen(element);
			const main = document.createElement('main');
			document.body.append(main);
			main.append(element);
			await settled();
			expect(element.status).to.equal(status);
			expect(events).to.deep.equal([]);
			if (status === 'open') {
				await chooseAccount();
				await lastCall().answer(bankAccount());
				expect(element.status).to.equal('connected');
			}
			main.remove();
		});
	}

	for (const embedded of [false, true])
		it(`after ten visits to Link and ten connected banks leaves the page as it was${embedded ? ', embedded' : ''}`, async () => {
			const nodes = () => [document.head.childElementCount, document.body.childElementCount];
			const [head = 0, body] = nodes();
			const element = await mount(embedded ? { embedded: '' } : {});
			await until(() => !embedded || calls.length);
			const left = spyOnListeners();
			for (let n = 1; n <= 20; n++) {
				if (element.status === 'connected' || (element.status === 'idle' && !embedded))
					button(element).click();
				await until(
					() =>
						element.status === 'open' ||
						element.status === 'ready' ||
						calls.some(({ answered }) => !answered),
				);
				for (const call of calls) if (!call.answered) await call.answer(linkToken(n));
				await until(() => element.status === (embedded ? 'ready' : 'open'));
				if (n <= 10) link().config.onExit(null, {});
				else {
					await chooseAccount(`public-sandbox-${n}`);
					await lastCall().answer(bankAccount(`conn_${n}`));
				}
				await settled();
			}
			expect(element.value).to.equal('conn_20');
			await removeElement(element);
			// Link’s script stays in the head, once.
			expect(nodes()).to.deep.equal([head + 1, body]);
			expect(left()).to.deep.equal([]);
			expect([
				document.querySelectorAll('iframe').length,
				clock.timers.size,
				sessionStorage.length,
			]).to.deep.equal([0, 0, 0]);
			expect(document.body.style.overflow).to.equal('');
		});

	it('stops its retries', async () => {
		const element = await mount();
		await into.exchanging?.(element);
		await lastCall().fail();
		expect(clock.timers.size).to.equal(1);
		await removeElement(element);
		expect(clock.timers.size).to.equal(0);
	});

	it('ignores what Link reports afterwards', async () => {
		const element = await mount();
		const events = listen(element);
		await into.open?.(element);
		const session = link();
		await removeElement(element);
		const before = events.length;
		session.config.onSuccess('public-sandbox-late', { accounts: [] });
		session.config.onEvent('HANDOFF', {});
		await settled();
		expect(events).to.have.length(before);
		expect(calls).to.have.length(1);
	});
});
