/**
 * A Plaid processor token in the place of account numbers. The PaymentMethod is verified. This is a preview.
 * @see https://docs.stripe.com/changelog/endive/2026-10-28/us-bank-account-external-token-parameter-support
 */
import type { Scope } from '../endpoint.ts';
import { invalidParameter, invalidRequest } from '../errors.ts';
import type { BankAccount } from '../records.ts';
import type { Form } from '../requests/form.ts';
import { fullName, optionalHash, requiredText } from '../requests/parameters.ts';
import { newBankAccount } from './bank-accounts.ts';

/** The account of `us_bank_account[external_token]`, with this id; `null` without the parameter. */
export function bankAccountOfProcessorToken(
	{ state, livemode }: Scope,
	usBankAccount: Form,
	id: string,
): BankAccount | null {
	const external = optionalHash(usBankAccount, 'external_token', ['type', 'plaid_processor_token']);
	if (!external) return null;
	for (const name of ['account_number', 'routing_number', 'financial_connections_account']) {
		if (usBankAccount[name] !== undefined) {
			throw invalidParameter(
				fullName(usBankAccount, 'external_token'),
				`You may only specify one of these parameters: external_token, ${name}.`,
				'parameter_invalid_string',
			);
		}
	}
	const type = requiredText(external, 'type');
	if (type !== 'plaid_processor_token') {
		const param = fullName(external, 'type');
		throw invalidParameter(param, `Invalid ${param}: must be plaid_processor_token`);
	}
	const token = state.processorTokens.get(requiredText(external, 'plaid_processor_token'));
	const item = token && state.items.get(token.itemId);
	if (!item || item.removedAt !== null || token.processor !== 'stripe') {
		throw invalidRequest(
			'The Plaid processor token is invalid: it must be one that was made for Stripe, of an Item that was not removed.',
			{ param: fullName(external, 'plaid_processor_token') },
		);
	}
	return newBankAccount(state, { id, livemode, status: 'verified' });
}
