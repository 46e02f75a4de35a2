/** `payment_method_options[us_bank_account]` of an intent. Options of other payment methods are ignored. */
import type Stripe from 'stripe';
import type { State } from '../../state.ts';
import { invalidParameter } from '../errors.ts';
import type { Form } from '../requests/form.ts';
import { fullName, optionalChoice, optionalHash, optionalText } from '../requests/parameters.ts';

export type PaymentMethodOptions = {
	us_bank_account?: Stripe.PaymentIntent.PaymentMethodOptions.UsBankAccount;
};

const fields = [
	'financial_connections',
	'mandate_options',
	'networks',
	'setup_future_usage',
	'target_date',
	'transaction_purpose',
	'verification_method',
];

/** Merges the request's options into the current ones. */
export function readPaymentMethodOptions(
	state: State,
	parameters: Form,
	current: PaymentMethodOptions | null,
): PaymentMethodOptions | null {
	const options = optionalHash(parameters, 'payment_method_options');
	const bank = options && optionalHash(options, 'us_bank_account', fields);
	if (!bank) return current;
	const mandate = optionalHash(bank, 'mandate_options', ['collection_method']);
	const collection = mandate && optionalChoice(mandate, 'collection_method', ['paper']);
	const usage = optionalChoice(bank, 'setup_future_usage', ['none', 'off_session', 'on_session']);
	const purpose = optionalChoice(bank, 'transaction_purpose', ['goods', 'other', 'services', 'unspecified']);
	const method = optionalChoice(bank, 'verification_method', ['automatic', 'instant', 'microdeposits']);
	const targetDate = readTargetDate(state, bank);
	return {
		us_bank_account: {
			...current?.us_bank_account,
			...(collection ? { mandate_options: { collection_method: collection } } : {}),
			...(usage ? { setup_future_usage: usage } : {}),
			...(targetDate ? { target_date: targetDate } : {}),
			...(purpose ? { transaction_purpose: purpose } : {}),
			verification_method: method ?? current?.us_bank_account?.verification_method ?? 'automatic',
		},
	};
}

const day = 86_400_000;

function readTargetDate(state: State, bank: Form): string | null | undefined {
	const date = optionalText(bank, 'target_date');
	if (!date) return date;
	const days = (Date.parse(`${date}T00:00:00Z`) - state.clock.now()) / day;
	if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || !(days > 2 && days <= 15)) {
		const param = fullName(bank, 'target_date');
		throw invalidParameter(
			param,
			`Invalid ${param}: must be a date (YYYY-MM-DD) between 3 and 15 days from now.`,
		);
	}
	return date;
}
