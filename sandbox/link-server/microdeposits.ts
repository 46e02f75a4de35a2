/**
 * The step at which the shopper enters the code of a micro-deposit. Automated micro-deposits need no code; see
 * `plaid/item-lifecycle.ts`.
 * @see https://plaid.com/docs/auth/coverage/
 */
import { PlaidRefusal } from '../plaid/errors.ts';
import { findInstitution } from '../plaid/institutions.ts';
import type { Account } from '../plaid/records.ts';
import type { State } from '../state.ts';
import type { Linked, OpenSession } from './session.ts';
import { goTo, goToFailed, itemToUpdate, linkError, recordError, requireStage } from './transitions.ts';

/** The code of every micro-deposit in the Sandbox. */
export const depositCode = 'ABC';
const maximumAttempts = 3;

/** Asks for the code of a new deposit (`linked` is what it verifies), or in update mode of the Item's deposit. */
export function goToCode(
	state: State,
	session: OpenSession,
	{ account, linked = null }: { account: Account; linked?: Linked | null },
): void {
	const item = linked ? null : itemToUpdate(state, session);
	if (item && item.wrongCodes >= maximumAttempts) {
		const { wrongCodes } = item;
		session.stage = { step: 'code', institution: null, linked, account, wrongCodes, error: null };
		goToFailed(state, session, { refusal: tooManyAttempts });
		return;
	}
	const institution = linked?.institution ?? findInstitution(item?.institutionId ?? '') ?? null;
	goTo(state, session, { step: 'code', institution, linked, account, wrongCodes: 0, error: null });
}

/** After three wrong codes, the account can no longer be verified. */
export function submitCode(state: State, session: OpenSession, code: string): void {
	const stage = requireStage(session, 'code');
	const { linked, account, institution } = stage;
	const item = linked ? null : itemToUpdate(state, session);
	if (code.trim().toUpperCase() === depositCode) {
		const accounts = linked?.accounts ?? [{ ...account, verification_status: 'manually_verified' as const }];
		goTo(state, session, {
			step: 'finish',
			...(linked ?? { institution, username: item?.username ?? 'user_good' }),
			accounts,
		});
		return;
	}
	const wrongCodes = (item?.wrongCodes ?? stage.wrongCodes) + 1;
	if (item) item.wrongCodes = wrongCodes;
	if (wrongCodes < maximumAttempts) {
		const error = linkError(wrongCode);
		recordError(state, session, error);
		session.stage = { ...stage, wrongCodes, error };
		return;
	}
	if (item) {
		item.accounts = item.accounts.map((each) =>
			each.account_id === account.account_id ? { ...each, verification_status: 'verification_failed' } : each,
		);
	}
	goToFailed(state, session, { refusal: tooManyAttempts });
}

const wrongCode = new PlaidRefusal({
	type: 'INVALID_INPUT',
	code: 'INCORRECT_DEPOSIT_VERIFICATION',
	message: '',
	display: 'This is not the code of the deposit. Please check it and try again.',
});

const tooManyAttempts = new PlaidRefusal({
	type: 'INVALID_INPUT',
	code: 'TOO_MANY_VERIFICATION_ATTEMPTS',
	message: '',
	display: 'The code was wrong three times. This account can no longer be verified.',
});
