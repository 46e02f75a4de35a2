/** What requests tell of a PaymentIntent, read before anything is written. */
import type { State } from '../state.ts';
import { type BankOptions, readBankOptions } from './bank-options.ts';
import { readShipping } from './customers.ts';
import { invalidParameter } from './errors.ts';
import type { Form } from './form.ts';
import { optionalChoice, optionalEmail, optionalText, requiredText } from './parameters.ts';
import type { PaymentIntent } from './records.ts';

/** What every request may tell. */
export function readDescription(state: State, parameters: Form, before: PaymentIntent | null) {
	const email = optionalEmail(parameters, 'receipt_email');
	const usage = optionalChoice(parameters, 'setup_future_usage', ['off_session', 'on_session']);
	const shipping = readShipping(parameters);
	const options = readBankOptions(
		state,
		parameters,
		(before?.payment_method_options as BankOptions | undefined) ?? null,
	);
	return {
		payment_method_options: options,
		...(email === undefined ? {} : { receipt_email: email }),
		...(usage === undefined ? {} : { setup_future_usage: usage }),
		...(shipping === undefined ? {} : { shipping }),
	};
}

/** What the bank statement says. */
export function readDescriptors(parameters: Form) {
	const names = ['statement_descriptor', 'statement_descriptor_suffix'] as const;
	const entries = names.flatMap((name) => {
		const text = optionalText(parameters, name);
		if (text === undefined) return [];
		if (text && text.length > 22) {
			throw invalidParameter(name, 'The statement descriptor must be at most 22 characters.');
		}
		if (text && /[<>\\'"*]/.test(text)) {
			throw invalidParameter(
				name,
				'The statement descriptor must not contain any of these characters: < > \\ \' " *',
			);
		}
		return [[name, text] as const];
	});
	return Object.fromEntries(entries) as Partial<Record<(typeof names)[number], string | null>>;
}

export function readCurrency(parameters: Form): string {
	const currency = requiredText(parameters, 'currency').toLowerCase();
	if (!/^[a-z]{3}$/.test(currency)) {
		throw invalidParameter('currency', `Invalid currency: ${currency.slice(0, 40)}`);
	}
	return currency;
}
