import { expect } from 'chai';
import type { PlaidStripeConnect } from '../../../widget/element.ts';
import {
	acceptedAt,
	announced,
	calls,
	connect,
	lastCall,
	mount,
	offer,
	refusal,
	settled,
} from '../helpers.ts';
import { part, press } from './helpers.ts';

describe('the account holder’s name', () => {
	const name = async (element: PlaidStripeConnect, typed: string) => {
		part<HTMLInputElement>(element, 'holder').value = typed;
		await press(element, 'next');
	};

	it('holder_name_required asks for it, and it can be changed until the text is accepted', async () => {
		const element = await mount({ authorize: '' });
		await connect(element);
		await lastCall().answer(refusal('holder_name_required'), 400);
		const field = part<HTMLInputElement>(element, 'holder');
		expect([field.autocomplete, field.labels?.[0]?.textContent]).to.deep.equal([
			'name',
			'Account holder’s full name',
		]);
		expect(announced(element)).to.equal('Account holder’s full name');
		const before = calls.length;
		await name(element, '   ');
		expect([calls.length, element.status]).to.deep.equal([before, 'authorizing']);
		await name(element, ' Zoe Doe ');
		expect(lastCall().body).to.deep.equal({
			link_token: 'link-sandbox-1',
			connection: 'conn_1',
			name: 'Zoe Doe',
		});
		await lastCall().answer(offer({ authorization: 'auth_zoe' }));
		expect(part(element, 'rename').parentElement?.textContent?.replace(/\s+/g, ' ').trim()).to.equal(
			'Account holder’s full name: Zoe Doe Change',
		);
		await press(element, 'rename');
		expect(part<HTMLInputElement>(element, 'holder').value).to.equal('Zoe Doe');
		await name(element, 'Zoë Doe');
		await lastCall().answer(offer({ authorization: 'auth_2' }));
		await press(element, 'accept');
		expect(lastCall().body).to.include({ name: 'Zoë Doe', accept: 'auth_2' });
		await lastCall().answer(offer({ authorization: 'auth_2', accepted_at: acceptedAt }));
		expect(element.status).to.equal('connected');
	});

	it('Enter submits it, and not the form around the element', async () => {
		const form = document.createElement('form');
		let submitted = false;
		form.addEventListener('submit', (event) => {
			event.preventDefault();
			submitted = true;
		});
		const element = await mount({ authorize: '' });
		document.body.append(form);
		form.append(element);
		await settled();
		await connect(element);
		await lastCall().answer(refusal('holder_name_required'), 400);
		const field = part<HTMLInputElement>(element, 'holder');
		field.value = 'Zoë Doe';
		field.form?.requestSubmit();
		await settled();
		expect(lastCall().body.name).to.equal('Zoë Doe');
		expect(submitted).to.equal(false);
		form.remove();
	});
});
