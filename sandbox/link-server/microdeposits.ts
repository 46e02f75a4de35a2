/**
 * Micro-deposits: the code that came with one, and what becomes of those that nobody has to look for.
 * @see https://plaid.com/docs/auth/coverage/
 */
import { PlaidRefusal } from '../plaid/errors.ts';
import { findInstitution } from '../plaid/institutions.ts';
import type { Account } from '../plaid/records.ts';
import type { State } from '../state.ts';
import {
	enter,
	fail,
	itemToUpdate,
	type Linked,
	linkError,
	noteError,
	type OpenSession,
	stageAt,
} from './session.ts';

/** Every micro-deposit of the Sandbox has it. */
export const depositCode = 'ABC';
const tries = 3;

/** The code of a deposit that was just made (`linked` is what it verifies), or of the Item's that is updated. */
export function askCode(state: State, session: OpenSession, account: Account, linked: Linked | null = null) {
	const item = linked ? null : itemToUpdate(state, session);
	if (item && item.wrongCodes >= tries) {
		session.stage = { step: 'code', institution: null, linked, account, wrong: item.wrongCodes, error: null };
		return fail(state, session, tooManyTries, { status: null, retry: null });
	}
	const institution = linked?.institution ?? findInstitution(item?.institutionId ?? '') ?? null;
	enter(state, session, { step: 'code', institution, linked, account, wrong: 0, error: null });
}

/** Three wrong codes end the verification for good. */
export function submitCode(state: State, session: OpenSession, code: string): void {
	const stage = stageAt(session, 'code');
	const { linked, account, institution } = stage;
	const item = linked ? null : itemToUpdate(state, session);
	if (code.trim().toUpperCase() === depositCode) {
		const accounts = linked?.accounts ?? [{ ...account, verification_status: 'manually_verified' as const }];
		enter(state, session, {
			step: 'finish',
			...(linked ?? { institution, username: item?.username ?? 'user_good' }),
			accounts,
		});
		return;
	}
	const wrong = (item?.wrongCodes ?? stage.wrong) + 1;
	if (item) item.wrongCodes = wrong;
	if (wrong < tries) {
		const error = linkError(wrongCode);
		noteError(state, session, error);
		session.stage = { ...stage, wrong, error };
		return;
	}
	if (item) {
		item.accounts = item.accounts.map((each) =>
			each.account_id === account.account_id ? { ...each, verification_status: 'verification_failed' } : each,
		);
	}
	fail(state, session, tooManyTries, { status: null, retry: null });
}

const wrongCode = new PlaidRefusal({
	type: 'INVALID_INPUT',
	code: 'INCORRECT_DEPOSIT_VERIFICATION',
	message: '',
	display: 'This is not the code of the deposit. Please check it and try again.',
});

const tooManyTries = new PlaidRefusal({
	type: 'INVALID_INPUT',
	code: 'TOO_MANY_VERIFICATION_ATTEMPTS',
	message: '',
	display: 'The code was wrong three times. This account can no longer be verified.',
});
