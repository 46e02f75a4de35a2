import { expect } from 'chai';
import type { PlaidStripeConnect } from '../../widget/element.ts';
import { into } from './bring-into.ts';
import {
	bankAccount,
	becomeReady,
	button,
	calls,
	chooseAccount,
	connect,
	lastCall,
	link,
	listen,
	mount,
	openLink,
	settled,
	shownText,
	until,
} from './helpers.ts';

describe('in a form', () => {
	const inForm = async (attributes: Record<string, string> = {}) => {
		const form = document.createElement('form');
		const fieldset = document.createElement('fieldset');
		form.append(fieldset);
		document.body.append(form);
		const element: PlaidStripeConnect = await mount({ name: 'bank', ...attributes });
		fieldset.append(element);
		await settled();
		return { form, fieldset, element };
	};

	it('submits the connection’s id under the element’s name', async () => {
		const { form, element } = await inForm();
		expect([...new FormData(form)]).to.deep.equal([]);
		await connect(element);
		expect([...new FormData(form)]).to.deep.equal([['bank', 'conn_1']]);
		expect(element.form).to.equal(form);
		form.remove();
	});

	it('is invalid, with a message, while it is required and no bank is connected', async () => {
		const { form, element } = await inForm({ required: '' });
		expect(form.checkValidity()).to.equal(false);
		expect(element.validity.valueMissing).to.equal(true);
		expect(element.validationMessage).to.equal('Connect a bank account to continue.');
		expect(element.reportValidity()).to.equal(false);
		expect(element.shadowRoot?.activeElement).to.equal(button(element));
		await becomeReady(element);
		button(element).click();
		await until(() => element.status === 'open');
		await chooseAccount();
		await lastCall().answer(bankAccount());
		expect(form.checkValidity()).to.equal(true);
		form.remove();
	});

	it('is disabled by its attribute and by a fieldset', async () => {
		const { form, fieldset, element } = await inForm({ required: '', preload: 'eager' });
		await until(() => calls.length);
		for (const target of [element, fieldset]) {
			target.disabled = true;
			await settled();
			expect(button(element).disabled).to.equal(true);
			expect(element.willValidate, target.localName).to.equal(false);
			await element.open();
			expect(element.status).to.not.equal('open');
			target.disabled = false;
			await settled();
			expect(button(element).disabled).to.equal(false);
		}
		form.remove();
	});

	it('is emptied when the form is reset', async () => {
		const { form, element } = await inForm();
		await connect(element);
		form.reset();
		expect([element.value, element.status]).to.deep.equal(['', 'idle']);
		expect([...new FormData(form)]).to.deep.equal([]);
		form.remove();
	});

	it('a press does not submit the form', async () => {
		const { form, element } = await inForm();
		let submitted = false;
		form.addEventListener('submit', (event) => {
			event.preventDefault();
			submitted = true;
		});
		await openLink(element);
		expect(submitted).to.equal(false);
		form.remove();
	});

	it('is invalid while it is required and a bank is being connected; a form without validation is submitted', async () => {
		const { form, element } = await inForm({ required: '' });
		let submitted = 0;
		form.addEventListener('submit', (event) => {
			event.preventDefault();
			submitted++;
		});
		for (const status of ['loading', 'open', 'exchanging']) {
			await into[status]?.(element);
			form.requestSubmit();
			expect(submitted, status).to.equal(0);
			expect(element.validationMessage).to.equal('Your bank is not connected yet.');
			expect(element.status).to.equal(status);
			element.reset();
			await settled();
		}
		form.noValidate = true;
		form.requestSubmit();
		expect(submitted).to.equal(1);
		form.remove();
	});

	it('is invalid while another bank is being connected, and valid with the previous one if the shopper leaves', async () => {
		const { form, element } = await inForm({ required: '' });
		const valid: [string, boolean, string][] = [];
		element.addEventListener('bank-status', ({ detail }) =>
			valid.push([detail.status, form.checkValidity(), element.validationMessage]),
		);
		await connect(element);
		valid.length = 0;
		await openLink(element, 2);
		await chooseAccount('public-sandbox-2');
		await lastCall().answer(bankAccount('conn_2'));
		const why = 'Your bank is not connected yet.';
		expect(valid.filter(([status]) => status !== 'ready')).to.deep.equal([
			['loading', false, why],
			['open', false, why],
			['exchanging', false, why],
			['connected', true, ''],
		]);
		await openLink(element, 3);
		link().config.onExit(null, {});
		await until(() => element.status === 'connected');
		expect([form.checkValidity(), element.value]).to.deep.equal([true, 'conn_2']);
		form.remove();
	});

	it('is valid already in a listener of bank-token', async () => {
		const { form, element } = await inForm({ required: '' });
		const sent: unknown[] = [];
		form.addEventListener('submit', (event) => {
			event.preventDefault();
			sent.push([...new FormData(form)]);
		});
		element.addEventListener('bank-token', () => form.requestSubmit());
		await connect(element);
		expect(sent).to.deep.equal([[['bank', 'conn_1']]]);
		form.remove();
	});

	it('matches :state(invalid) from a failed submission until a bank is connected', async () => {
		const { form, element } = await inForm({ required: '' });
		const outline = () =>
			getComputedStyle(element.shadowRoot?.querySelector('[part=box]') as Element).outlineStyle;
		expect(element.matches(':state(invalid)')).to.equal(false);
		form.requestSubmit();
		await settled();
		expect(element.matches(':state(invalid)')).to.equal(true);
		expect(outline()).to.equal('solid');
		await becomeReady(element);
		button(element).click();
		await until(() => element.status === 'open');
		await chooseAccount();
		await lastCall().answer(bankAccount());
		expect(element.matches(':state(invalid)')).to.equal(false);
		expect(outline()).to.equal('none');
		form.remove();
	});

	it('opens by a click on its label, and by click()', async () => {
		const { form, element } = await inForm({ id: 'bank' });
		const label = document.createElement('label');
		label.htmlFor = 'bank';
		label.textContent = 'Pay by bank';
		form.append(label);
		expect([...element.labels]).to.deep.equal([label]);
		label.click();
		await until(() => element.status === 'loading');
		await until(() => calls.length);
		element.close();
		await settled();
		element.click();
		await until(() => element.status === 'loading');
		form.remove();
	});

	it('does not open by a click on the fallback slot, but by a click on the label slot', async () => {
		const { form, element } = await inForm();
		element.innerHTML = '<a slot="fallback" href="#card">Pay by card</a><b>Pay by bank</b>';
		(element.querySelector('a') as HTMLElement).click();
		expect(element.status).to.equal('idle');
		(element.querySelector('b') as HTMLElement).click();
		expect(element.status).to.equal('loading');
		form.remove();
	});

	it('shows the connected bank again when the browser restores the page, without a request', async () => {
		const before = await inForm();
		const states: unknown[] = [];
		const { setFormValue } = ElementInternals.prototype;
		ElementInternals.prototype.setFormValue = function (value, state) {
			states.push(state);
			setFormValue.call(this, value, state);
		};
		await connect(before.element);
		ElementInternals.prototype.setFormValue = setFormValue;
		before.form.remove();
		const requests = calls.length;
		const { form, element } = await inForm({ required: '' });
		const events = listen(element);
		element.formStateRestoreCallback(String(states.at(-1)));
		await settled();
		expect([...new FormData(form)]).to.deep.equal([['bank', 'conn_1']]);
		expect(shownText(element)).to.equal('First Platypus Bank Plaid Checking ••0000 Change');
		expect(events.map(({ type }) => type)).to.deep.equal(['bank-status']);
		expect([form.checkValidity(), calls.length]).to.deep.equal([true, requests]);
		form.remove();
	});

	it('ignores a restored state that it cannot read', async () => {
		const { form, element } = await inForm();
		for (const state of ['', 'conn_1', '{}', 'null']) element.formStateRestoreCallback(state);
		expect([element.value, element.status]).to.deep.equal(['', 'idle']);
		form.remove();
	});
});
