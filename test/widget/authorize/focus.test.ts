import { expect } from 'chai';
import {
	acceptedAt,
	bankAccount,
	button,
	chooseAccount,
	connect,
	lastCall,
	mount,
	offer,
	openAuthorization,
	openLink,
	refusal,
	removeElement,
	startExchange,
	until,
} from '../helpers.ts';
import { authorizationCalls, focusedPart, part, press } from './helpers.ts';

describe('the focus during the authorization', () => {
	it('moves from the button to the card, and back after accepting', async () => {
		const element = await mount();
		button(element).focus();
		await openAuthorization(element);
		expect(focusedPart(element)).to.equal('authorization');
		part(element, 'accept').focus();
		await press(element, 'accept');
		expect(focusedPart(element)).to.equal('accept');
		await lastCall().answer(offer({ accepted_at: acceptedAt }));
		expect(focusedPart(element)).to.equal('button');
	});

	it('moves to the card after Link if nothing has it', async () => {
		const element = await mount();
		await openLink(element);
		(document.activeElement as HTMLElement | null)?.blur();
		element.authorize = true;
		await chooseAccount();
		(document.activeElement as HTMLElement | null)?.blur();
		await lastCall().answer(bankAccount());
		await until(() => authorizationCalls().length);
		expect(focusedPart(element)).to.equal('authorization');
	});

	it('moves to the card after the name, and to the button after declining', async () => {
		const element = await mount({ authorize: '' });
		button(element).focus();
		await connect(element);
		await lastCall().answer(refusal('holder_name_required'), 400);
		part(element, 'holder').focus();
		part<HTMLInputElement>(element, 'holder').value = 'Zoë Doe';
		await press(element, 'next');
		await lastCall().answer(offer());
		expect(focusedPart(element)).to.equal('authorization');
		part(element, 'decline').focus();
		await press(element, 'decline');
		expect(focusedPart(element)).to.equal('button');
	});

	it('scrolls the card into view', async () => {
		const element = await mount();
		const above = document.createElement('div');
		above.style.height = `${innerHeight - 100}px`;
		element.before(above);
		const below = document.createElement('div');
		below.style.height = '2000px';
		element.after(below);
		scrollTo(0, 0);
		button(element).focus();
		await openAuthorization(element);
		const { top, bottom } = part(element, 'authorization').getBoundingClientRect();
		expect(top).to.be.at.least(0);
		// The browser rounds the scroll position to whole pixels.
		expect(Math.floor(bottom)).to.be.at.most(innerHeight);
		above.remove();
		below.remove();
		scrollTo(0, 0);
	});

	it('stays on another field that the shopper has focusedPart, and is not taken after a reload', async () => {
		const field = document.createElement('input');
		document.body.append(field);
		const element = await mount({ name: 'bank', authorize: '' });
		button(element).focus();
		await startExchange(element);
		field.focus();
		await lastCall().answer(bankAccount());
		await until(() => authorizationCalls().length);
		expect(document.activeElement).to.equal(field);
		await lastCall().answer(offer());
		field.blur();
		field.remove();
		await removeElement(element);
		const after = await mount({ name: 'bank', authorize: '' });
		await until(() => authorizationCalls().length === 2);
		expect(after.status).to.equal('authorizing');
		expect(document.activeElement).to.equal(document.body);
	});
});
