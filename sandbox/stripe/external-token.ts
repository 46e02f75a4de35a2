/**
 * Plaid's processor token in the place of account numbers: the PaymentMethod comes verified. A preview.
 * @see https://docs.stripe.com/changelog/endive/2026-10-28/us-bank-account-external-token-parameter-support
 */
import type { State } from '../state.ts';
import { newBankAccount } from './bank-accounts.ts';
import { invalidParameter, invalidRequest } from './errors.ts';
import type { Form } from './form.ts';
import { optionalHash, requiredText } from './parameters.ts';
import type { BankAccount } from './records.ts';

/** The account of `us_bank_account[external_token]`; `null` where there is no such parameter. */
export function bankAccountOfProcessorToken(
	{ state, livemode }: { state: State; livemode: boolean },
	numbers: Form,
	param: string,
	id: string,
): BankAccount | null {
	const external = optionalHash(numbers, 'external_token', ['type', 'plaid_processor_token'], param);
	if (!external) return null;
	for (const name of ['account_number', 'routing_number', 'financial_connections_account']) {
		if (numbers[name] !== undefined) {
			throw invalidParameter(
				param,
				`You may only specify one of these parameters: external_token, ${name}.`,
				'parameter_invalid_string',
			);
		}
	}
	const type = requiredText(external, 'type', `${param}[type]`);
	if (type !== 'plaid_processor_token') {
		throw invalidParameter(`${param}[type]`, `Invalid ${param}[type]: must be plaid_processor_token`);
	}
	const token = requiredText(external, 'plaid_processor_token', `${param}[plaid_processor_token]`);
	const found = state.processorTokens.get(token);
	const item = found && state.items.get(found.itemId);
	if (!item || item.removedAt !== null || found.processor !== 'stripe') {
		throw invalidRequest(
			'The Plaid processor token is invalid: it must be one that was made for Stripe, of an Item that was not removed.',
			{
				param: `${param}[plaid_processor_token]`,
			},
		);
	}
	return newBankAccount(state, { id, livemode, status: 'verified' });
}
