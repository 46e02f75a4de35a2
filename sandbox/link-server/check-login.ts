import { readCustomUser } from '../plaid/custom-user.ts';
import { PlaidRefusal, refuse } from '../plaid/errors.ts';
import { refusalOfLogin } from '../plaid/logins.ts';
import { type MfaRound, mfaOfPassword, questionRounds, selectionRounds } from './mfa.ts';
import type { Login } from './session.ts';

/** At an institution with Automated Micro-deposits: a good login that needs typed account numbers. */
export const microdepositsPassword = 'microdeposits_good';

/**
 * Checks a login. Returns the MFA rounds that follow (none for `pass_good`), or the error.
 * @see https://plaid.com/docs/sandbox/test-credentials/
 */
export function checkLogin(login: Login): PlaidRefusal | readonly MfaRound[] {
	const { username, password } = login;
	const code = username === 'user_good' ? linkOnlyError.exec(password)?.[1] : undefined;
	if (code) {
		const type = code.startsWith('PAYMENT_') ? 'PAYMENT_ERROR' : 'ITEM_ERROR';
		return new PlaidRefusal({ type, code, message: '' });
	}
	const refusal = refusalOfLogin(username, password);
	if (refusal) return refusal;
	if (username === 'user_custom') return mfaOfCustomUser(password);
	if (username !== 'user_good' || !password.startsWith('mfa_')) return [];
	return mfaOfPassword(password) ?? refuse('INVALID_CREDENTIALS');
}

/** Error codes that only a login in Link can provoke. Their messages are not published. */
const linkOnlyError = /^error_(PAYMENT_[A-Z_]+|USER_SHOULD_VERIFY_DEPOSIT_ALLOCATIONS)$/;

/** @see https://plaid.com/docs/sandbox/user-custom/#multi-factor-authentication-object-schema */
function mfaOfCustomUser(password: string): readonly MfaRound[] {
	const user = readCustomUser(password);
	const mfa = typeof user === 'string' ? undefined : user.mfa;
	switch (mfa?.type) {
		case 'device':
			return mfaOfPassword('mfa_device') ?? [];
		case 'questions':
			return questionRounds(mfa.question_rounds ?? 1, mfa.questions_per_round ?? 1);
		case 'selections':
			return selectionRounds(mfa.selection_rounds ?? 1, mfa.selections_per_question ?? 2, 2);
		default:
			return [];
	}
}
