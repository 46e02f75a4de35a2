/** A login by user name and password, its further questions, and the accounts behind it. */
import { createAccounts, selectableAccounts } from '../plaid/accounts.ts';
import { PlaidRefusal, refuse } from '../plaid/errors.ts';
import type { SandboxInstitution } from '../plaid/institutions.ts';
import type { Account } from '../plaid/records.ts';
import type { State } from '../state.ts';
import { checkLogin, microdepositsPassword } from './check-login.ts';
import { note } from './events.ts';
import { isRight } from './mfa.ts';
import { askNumbers } from './numbers.ts';
import type { NumbersPurpose } from './protocol.ts';
import {
	enter,
	fail,
	itemToUpdate,
	type Linked,
	type Login,
	linkError,
	noteError,
	type OpenSession,
	stageAt,
} from './session.ts';

/** Errors that another try at the same fields may mend. */
const mendable: readonly string[] = ['INVALID_CREDENTIALS', 'INSUFFICIENT_CREDENTIALS'];

export function submitCredentials(state: State, session: OpenSession, login: Login): void {
	const { institution } = stageAt(session, 'credentials');
	note(state, session, 'SUBMIT_CREDENTIALS');
	note(state, session, 'TRANSITION_VIEW', { view_name: 'LOADING' });
	const misplaced = login.password === microdepositsPassword && !institution.auth.automatedMicrodeposits;
	const answer = misplaced ? refuse('INVALID_CREDENTIALS') : checkLogin(login);
	if (answer instanceof PlaidRefusal) refuseLogin(state, session, institution, answer);
	else if (answer.length === 0) admit(state, session, institution, login);
	else enter(state, session, { step: 'mfa', institution, login, rounds: answer, round: 0, error: null });
}

/** Wrong answers leave the session at the same questions, with the error to show. */
export function submitMfa(state: State, session: OpenSession, answers: readonly string[]): void {
	const stage = stageAt(session, 'mfa');
	const round = stage.rounds[stage.round];
	if (!round) throw new Error('This login has no further questions.');
	note(state, session, 'SUBMIT_MFA', { mfa_type: round.type });
	note(state, session, 'TRANSITION_VIEW', { view_name: 'LOADING' });
	if (!isRight(round, answers)) {
		const error = linkError(refuse('INVALID_MFA'));
		noteError(state, session, error);
		enter(state, session, { ...stage, error });
	} else if (stage.round + 1 < stage.rounds.length) {
		enter(state, session, { ...stage, round: stage.round + 1, error: null });
	} else admit(state, session, stage.institution, stage.login);
}

function refuseLogin(
	state: State,
	session: OpenSession,
	institution: SandboxInstitution,
	refusal: PlaidRefusal,
): void {
	if (!mendable.includes(refusal.errorCode)) {
		fail(state, session, refusal, { status: 'requires_credentials', retry: 'credentials' });
		return;
	}
	const error = linkError(refusal);
	noteError(state, session, error);
	enter(state, session, { step: 'credentials', institution, error });
}

/** The bank has let the shopper in: to the accounts, unless update mode keeps those that are shared. */
function admit(state: State, session: OpenSession, institution: SandboxInstitution, login: Login): void {
	const item = itemToUpdate(state, session);
	if (item && !session.linkToken.request.update?.account_selection_enabled) {
		enter(state, session, { step: 'finish', institution, username: login.username, accounts: item.accounts });
		return;
	}
	const automated = login.password === microdepositsPassword;
	const accounts = offeredAccounts(state, session, institution, login);
	if (accounts.length === 0) refuseLogin(state, session, institution, refuse('NO_ACCOUNTS'));
	else if (automated && !session.linkToken.request.auth?.automated_microdeposits_enabled) {
		refuseLogin(state, session, institution, refuse('NO_AUTH_ACCOUNTS'));
	} else {
		const purpose = automated ? 'automated' : null;
		enter(state, session, { step: 'accounts', institution, username: login.username, accounts, purpose });
	}
}

/** Those of the login that fit the link token; in update mode the shared ones are as they were. */
export function offeredAccounts(
	state: State,
	session: OpenSession,
	institution: SandboxInstitution,
	login?: Login,
): Account[] {
	const item = itemToUpdate(state, session);
	const { products, ...request } = session.linkToken.request;
	const all = createAccounts(state, { institutionId: institution.id, ...login }).map(
		(account) =>
			item?.accounts.find(({ name, mask }) => name === account.name && mask === account.mask) ?? account,
	);
	return selectableAccounts(all, { ...request, products: item ? item.products : products });
}

/** One of the accounts that were offered, or several where the customization lets the shopper choose several. */
export function chooseAccounts(state: State, session: OpenSession, accountIds: readonly string[]): void {
	const { step: _, purpose, ...stage } = stageAt(session, 'accounts');
	const accounts = chosenAccounts(session, stage.accounts, accountIds);
	const needed = purpose ?? matchPurpose(session, stage.institution, accounts);
	const [account] = accounts;
	if (needed && account) {
		askNumbers(state, session, { institution: stage.institution, purpose: needed, account });
	} else enter(state, session, { step: 'finish', ...stage, accounts } satisfies { step: 'finish' } & Linked);
}

/** @throws INVALID_ACCOUNT_ID for accounts that were not offered, for none, or for more than may be chosen */
export function chosenAccounts(
	{ linkToken }: OpenSession,
	offered: readonly Account[],
	accountIds: readonly string[],
): Account[] {
	const accounts = offered.filter(({ account_id }) => accountIds.includes(account_id));
	const several = allowsSeveral(linkToken.request.link_customization_name);
	if (accounts.length === accountIds.length && accounts.length > 0 && (several || accounts.length === 1)) {
		return accounts;
	}
	throw refuse(
		'INVALID_ACCOUNT_ID',
		several
			? 'choose one or more of the accounts that Link offered'
			: 'choose exactly one of the accounts that Link offered',
	);
}

/** Account Select is a setting of the dashboard's customizations; here a name that says `multi` enables several. */
export const allowsSeveral = (customization: string | undefined): boolean =>
	customization?.toLowerCase().includes('multi') ?? false;

/** Instant Match: at such a bank the numbers of the savings account are to be typed in. */
function matchPurpose(
	{ linkToken: { request, updateItemId } }: OpenSession,
	institution: SandboxInstitution,
	accounts: readonly Account[],
): NumbersPurpose | null {
	const wanted = request.products?.includes('auth') && request.auth?.instant_match_enabled !== false;
	const one = accounts.length === 1 && accounts[0]?.mask === '1111';
	return institution.auth.match && wanted && one && updateItemId === null ? 'instant_match' : null;
}
