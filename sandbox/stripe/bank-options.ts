/** `payment_method_options[us_bank_account]` of an intent. */
import type Stripe from 'stripe';
import type { State } from '../state.ts';
import { invalidParameter } from './errors.ts';
import type { Form } from './form.ts';
import { optionalChoice, optionalHash, optionalText } from './parameters.ts';

export type BankOptions = { us_bank_account?: Stripe.PaymentIntent.PaymentMethodOptions.UsBankAccount };

const day = 86_400_000;
const fields = [
	...['financial_connections', 'mandate_options', 'networks', 'setup_future_usage', 'target_date'],
	...['transaction_purpose', 'verification_method'],
];

/** What was asked, over what was there. Options of other payment methods are not looked into. */
export function readBankOptions(
	state: State,
	parameters: Form,
	before: BankOptions | null,
): BankOptions | null {
	const given = optionalHash(parameters, 'payment_method_options');
	const asked = given && optionalHash(given, 'us_bank_account', fields, at);
	if (!asked) return before;
	const name = (field: string) => `${at}[${field}]`;
	const mandate = optionalHash(asked, 'mandate_options', ['collection_method'], name('mandate_options'));
	const collection =
		mandate &&
		optionalChoice(mandate, 'collection_method', ['paper'], `${name('mandate_options')}[collection_method]`);
	const usages = ['none', 'off_session', 'on_session'] as const;
	const usage = optionalChoice(asked, 'setup_future_usage', usages, name('setup_future_usage'));
	const purposes = ['goods', 'other', 'services', 'unspecified'] as const;
	const purpose = optionalChoice(asked, 'transaction_purpose', purposes, name('transaction_purpose'));
	const methods = ['automatic', 'instant', 'microdeposits'] as const;
	const method = optionalChoice(asked, 'verification_method', methods, name('verification_method'));
	const target = readTargetDate(state, asked, name('target_date'));
	return {
		us_bank_account: {
			...before?.us_bank_account,
			...(collection ? { mandate_options: { collection_method: collection } } : {}),
			...(usage ? { setup_future_usage: usage } : {}),
			...(target ? { target_date: target } : {}),
			...(purpose ? { transaction_purpose: purpose } : {}),
			verification_method: method ?? before?.us_bank_account?.verification_method ?? 'automatic',
		},
	};
}

const at = 'payment_method_options[us_bank_account]';

function readTargetDate(state: State, asked: Form, param: string): string | null | undefined {
	const date = optionalText(asked, 'target_date', param);
	if (!date) return date;
	const days = (Date.parse(`${date}T00:00:00Z`) - state.clock.now()) / day;
	if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || !(days > 2 && days <= 15)) {
		throw invalidParameter(
			param,
			`Invalid ${param}: must be a date (YYYY-MM-DD) between 3 and 15 days from now.`,
		);
	}
	return date;
}
