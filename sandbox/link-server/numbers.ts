/**
 * Account numbers that the shopper types in: to be matched with the bank's, or for a micro-deposit.
 * @see https://plaid.com/docs/auth/coverage/testing/
 */
import { PlaidRefusal } from '../plaid/errors.ts';
import type { SandboxInstitution } from '../plaid/institutions.ts';
import type { Account } from '../plaid/records.ts';
import type { State } from '../state.ts';
import { note } from './events.ts';
import { askCode } from './microdeposits.ts';
import type { NumbersPurpose } from './protocol.ts';
import { enter, type Linked, linkError, noteError, type OpenSession, stageAt } from './session.ts';

export type TypedNumbers = { routing: string; account: string; name: string; subtype: string };

export function askNumbers(
	state: State,
	session: OpenSession,
	about: { institution: SandboxInstitution | null; purpose: NumbersPurpose; account?: Account },
): void {
	enter(state, session, {
		step: 'numbers',
		institution: about.institution,
		purpose: about.purpose,
		username: 'user_good',
		account: about.account ?? null,
		error: null,
	});
}

const routingNumbers: Record<NumbersPurpose, string> = {
	instant_match: '021000021',
	automated: '021000021',
	instant: '333333334',
	same_day: '110000000',
};

/** What the Sandbox documents for a purpose; the last four digits are the account's. */
export const testNumbers = (purpose: NumbersPurpose, account: Account | null) => ({
	routing: routingNumbers[purpose],
	account: `111122223333${account?.mask ?? '0000'}`,
});

/** Numbers that do not fit leave the session where it is, with the error to show. */
export function submitNumbers(state: State, session: OpenSession, typed: TypedNumbers): void {
	const stage = stageAt(session, 'numbers');
	const { institution, purpose, username } = stage;
	const numbers = { routing: typed.routing.replaceAll(' ', ''), account: typed.account.replaceAll(' ', '') };
	note(state, session, 'SUBMIT_ROUTING_NUMBER', { routing_number: numbers.routing });
	note(state, session, 'SUBMIT_ACCOUNT_NUMBER', { account_number_mask: numbers.account.slice(-4) });
	const refusal = checkNumbers(purpose, stage.account, numbers);
	if (refusal) {
		const error = linkError(refusal);
		noteError(state, session, error);
		session.stage = { ...stage, error };
		return;
	}
	const account = stage.account ?? typedAccount(state, typed, numbers.account);
	const { method, status } = verifications[purpose];
	const linked: Linked = {
		institution,
		username,
		accounts: [status ? { ...account, verification_status: status } : account],
		authMethod: method,
		numbers: { [account.account_id]: numbers },
	};
	if (purpose === 'instant') askCode(state, session, account, linked);
	else enter(state, session, { step: 'finish', ...linked });
}

/** What an account is when Link has ended, by how its numbers came. */
const verifications = {
	instant_match: { method: 'INSTANT_MATCH', status: null },
	automated: { method: 'AUTOMATED_MICRODEPOSITS', status: 'pending_automatic_verification' },
	instant: { method: 'INSTANT_MICRODEPOSITS', status: 'manually_verified' },
	same_day: { method: 'SAME_DAY_MICRODEPOSITS', status: 'pending_manual_verification' },
} as const satisfies Record<
	NumbersPurpose,
	{ method: Linked['authMethod']; status: Account['verification_status'] | null }
>;

function checkNumbers(
	purpose: NumbersPurpose,
	account: Account | null,
	typed: { routing: string; account: string },
): PlaidRefusal | null {
	const expected = testNumbers(purpose, account);
	const formed = /^\d{9}$/.test(typed.routing) && /^\d{4,17}$/.test(typed.account);
	const fits =
		purpose === 'same_day' || (typed.routing === expected.routing && typed.account === expected.account);
	if (formed && fits) return null;
	return new PlaidRefusal({
		type: 'INVALID_REQUEST',
		code: 'INVALID_FIELD',
		message: formed
			? 'the account and routing numbers do not belong to this account'
			: 'a routing number has 9 digits, an account number 4 to 17',
		display: formed
			? 'These numbers do not belong to this account. Please check them.'
			: 'A routing number has 9 digits, an account number 4 to 17.',
	});
}

/** An account that no bank has told of: its balances are not known. */
function typedAccount(state: State, { subtype }: TypedNumbers, number: string): Account {
	const savings = subtype === 'savings';
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
		name: savings ? 'Savings' : 'Checking',
		official_name: null,
		type: 'depository',
		subtype: savings ? 'savings' : 'checking',
	};
}
