/**
 * Account numbers that the shopper types in, to be matched with the bank's or to get a micro-deposit.
 * @see https://plaid.com/docs/auth/coverage/testing/
 */
import { PlaidRefusal } from '../plaid/errors.ts';
import type { SandboxInstitution } from '../plaid/institutions.ts';
import type { Account } from '../plaid/records.ts';
import type { State } from '../state.ts';
import { recordEvent } from './events.ts';
import { goToCode } from './microdeposits.ts';
import type { NumbersPurpose } from './protocol.ts';
import type { Linked, OpenSession } from './session.ts';
import { goTo, linkError, recordError, requireStage } from './transitions.ts';

type AccountNumbers = { routing: string; account: string };

/** What the shopper submits: the numbers, the holder's name, and `checking` or `savings`. */
export type NumbersForm = AccountNumbers & { name: string; subtype: string };

/** Goes to the form. `account` is the selected account, if there was a login. */
export function goToNumbers(
	state: State,
	session: OpenSession,
	form: { institution: SandboxInstitution | null; purpose: NumbersPurpose; account?: Account },
): void {
	goTo(state, session, {
		step: 'numbers',
		institution: form.institution,
		purpose: form.purpose,
		username: 'user_good',
		account: form.account ?? null,
		error: null,
	});
}

const routingNumbers: Record<NumbersPurpose, string> = {
	instant_match: '021000021',
	automated: '021000021',
	instant: '333333334',
	same_day: '110000000',
};

/** The numbers that the Sandbox documents for a purpose. The last four digits are the account's mask. */
export const testNumbers = (purpose: NumbersPurpose, account: Account | null): AccountNumbers => ({
	routing: routingNumbers[purpose],
	account: `111122223333${account?.mask ?? '0000'}`,
});

/** After wrong numbers, the shopper stays at the form, with an error. */
export function submitNumbers(state: State, session: OpenSession, form: NumbersForm): void {
	const stage = requireStage(session, 'numbers');
	const { institution, purpose, username } = stage;
	const numbers = { routing: form.routing.replaceAll(' ', ''), account: form.account.replaceAll(' ', '') };
	recordEvent(state, session, { name: 'SUBMIT_ROUTING_NUMBER', routing_number: numbers.routing });
	recordEvent(state, session, {
		name: 'SUBMIT_ACCOUNT_NUMBER',
		account_number_mask: numbers.account.slice(-4),
	});
	const refusal = checkNumbers(numbers, testNumbers(purpose, stage.account), purpose);
	if (refusal) {
		const error = linkError(refusal);
		recordError(state, session, error);
		session.stage = { ...stage, error };
		return;
	}
	const account = stage.account ?? createTypedAccount(state, form.subtype, numbers.account);
	const { method, status } = verifications[purpose];
	const linked: Linked = {
		institution,
		username,
		accounts: [status ? { ...account, verification_status: status } : account],
		authMethod: method,
		numbers: { [account.account_id]: numbers },
	};
	if (purpose === 'instant') goToCode(state, session, { account, linked });
	else goTo(state, session, { step: 'finish', ...linked });
}

/** The Auth method and the account's verification status when Link ends. */
const verifications = {
	instant_match: { method: 'INSTANT_MATCH', status: null },
	automated: { method: 'AUTOMATED_MICRODEPOSITS', status: 'pending_automatic_verification' },
	instant: { method: 'INSTANT_MICRODEPOSITS', status: 'manually_verified' },
	same_day: { method: 'SAME_DAY_MICRODEPOSITS', status: 'pending_manual_verification' },
} as const satisfies Record<
	NumbersPurpose,
	{ method: Linked['authMethod']; status: Account['verification_status'] | null }
>;

/** Same-Day Micro-deposits accept any well-formed numbers, because no bank is involved. */
function checkNumbers(
	{ routing, account }: AccountNumbers,
	expected: AccountNumbers,
	purpose: NumbersPurpose,
): PlaidRefusal | null {
	if (!/^\d{9}$/.test(routing) || !/^\d{4,17}$/.test(account)) {
		return new PlaidRefusal({
			type: 'INVALID_REQUEST',
			code: 'INVALID_FIELD',
			message: 'a routing number has 9 digits, an account number 4 to 17',
			display: 'A routing number has 9 digits, an account number 4 to 17.',
		});
	}
	if (purpose === 'same_day' || (routing === expected.routing && account === expected.account)) return null;
	return new PlaidRefusal({
		type: 'INVALID_REQUEST',
		code: 'INVALID_FIELD',
		message: 'the account and routing numbers do not belong to this account',
		display: 'These numbers do not belong to this account. Please check them.',
	});
}

/** An account without a login: its balances are unknown. */
function createTypedAccount(state: State, subtype: string, number: string): Account {
	const isSavings = subtype === 'savings';
	return {
		account_id: state.ids.account(),
		balances: {
			available: null,
			current: null,
			iso_currency_code: 'USD',
			limit: null,
			unofficial_currency_code: null,
		},
		mask: number.slice(-4),
		name: isSavings ? 'Savings' : 'Checking',
		official_name: null,
		type: 'depository',
		subtype: isSavings ? 'savings' : 'checking',
	};
}
