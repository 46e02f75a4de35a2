/** The login with a user name and password, its MFA, and the selection of accounts. */
import { createAccounts, selectableAccounts } from '../plaid/accounts.ts';
import { PlaidRefusal, refuse } from '../plaid/errors.ts';
import type { SandboxInstitution } from '../plaid/institutions.ts';
import type { Account } from '../plaid/records.ts';
import type { State } from '../state.ts';
import { checkLogin, microdepositsPassword } from './check-login.ts';
import { recordEvent } from './events.ts';
import { areCorrect } from './mfa.ts';
import { goToNumbers } from './numbers.ts';
import type { NumbersPurpose } from './protocol.ts';
import type { Login, OpenSession } from './session.ts';
import { goTo, goToFailed, itemToUpdate, linkError, recordError, requireStage } from './transitions.ts';

/** After these errors, the shopper corrects the same fields. Other errors have a screen of their own. */
const correctableErrors: readonly string[] = ['INVALID_CREDENTIALS', 'INSUFFICIENT_CREDENTIALS'];

export function submitCredentials(state: State, session: OpenSession, login: Login): void {
	const { institution } = requireStage(session, 'credentials');
	recordEvent(state, session, { name: 'SUBMIT_CREDENTIALS' });
	recordEvent(state, session, { name: 'TRANSITION_VIEW', view_name: 'LOADING' });
	const isUnsupported = login.password === microdepositsPassword && !institution.auth.automatedMicrodeposits;
	const result = isUnsupported ? refuse('INVALID_CREDENTIALS') : checkLogin(login);
	if (result instanceof PlaidRefusal) failLogin(state, session, { institution, refusal: result });
	else if (result.length === 0) completeLogin(state, session, { institution, login });
	else goTo(state, session, { step: 'mfa', institution, login, rounds: result, round: 0, error: null });
}

/** After wrong answers, the shopper gets the same questions again, with an error. */
export function submitMfa(state: State, session: OpenSession, answers: readonly string[]): void {
	const stage = requireStage(session, 'mfa');
	const round = stage.rounds[stage.round];
	if (!round) throw new Error('There is no MFA round left.');
	recordEvent(state, session, { name: 'SUBMIT_MFA', mfa_type: round.type });
	recordEvent(state, session, { name: 'TRANSITION_VIEW', view_name: 'LOADING' });
	if (!areCorrect(round, answers)) {
		const error = linkError(refuse('INVALID_MFA'));
		recordError(state, session, error);
		goTo(state, session, { ...stage, error });
	} else if (stage.round + 1 < stage.rounds.length) {
		goTo(state, session, { ...stage, round: stage.round + 1, error: null });
	} else completeLogin(state, session, stage);
}

function failLogin(
	state: State,
	session: OpenSession,
	{ institution, refusal }: { institution: SandboxInstitution; refusal: PlaidRefusal },
): void {
	if (!correctableErrors.includes(refusal.errorCode)) {
		goToFailed(state, session, { refusal, status: 'requires_credentials', retry: 'credentials' });
		return;
	}
	const error = linkError(refusal);
	recordError(state, session, error);
	goTo(state, session, { step: 'credentials', institution, error });
}

/** Goes on to the accounts. Update mode without `account_selection_enabled` keeps the Item's accounts. */
function completeLogin(
	state: State,
	session: OpenSession,
	{ institution, login }: { institution: SandboxInstitution; login: Login },
): void {
	const item = itemToUpdate(state, session);
	const { request } = session.linkToken;
	const { username } = login;
	if (item && !request.update?.account_selection_enabled) {
		goTo(state, session, { step: 'finish', institution, username, accounts: item.accounts });
		return;
	}
	const isAutomated = login.password === microdepositsPassword;
	const accounts = offeredAccounts(state, session, { institution, login });
	if (accounts.length === 0) failLogin(state, session, { institution, refusal: refuse('NO_ACCOUNTS') });
	else if (isAutomated && !request.auth?.automated_microdeposits_enabled) {
		failLogin(state, session, { institution, refusal: refuse('NO_AUTH_ACCOUNTS') });
	} else {
		const purpose = isAutomated ? 'automated' : null;
		goTo(state, session, { step: 'accounts', institution, username, accounts, purpose });
	}
}

/** The login's accounts that the link token allows. In update mode, accounts of the Item keep their ids. */
export function offeredAccounts(
	state: State,
	session: OpenSession,
	{ institution, login }: { institution: SandboxInstitution; login?: Login },
): Account[] {
	const item = itemToUpdate(state, session);
	const { products, ...request } = session.linkToken.request;
	const all = createAccounts(state, { institutionId: institution.id, ...login }).map(
		(account) =>
			item?.accounts.find(({ name, mask }) => name === account.name && mask === account.mask) ?? account,
	);
	return selectableAccounts(all, { ...request, products: item ? item.products : products });
}

export function submitAccounts(state: State, session: OpenSession, accountIds: readonly string[]): void {
	const stage = requireStage(session, 'accounts');
	const { institution, username } = stage;
	const accounts = requireSelection(session, stage.accounts, accountIds);
	const purpose = stage.purpose ?? instantMatchPurpose(session, institution, accounts);
	const [account] = accounts;
	if (purpose && account) goToNumbers(state, session, { institution, purpose, account });
	else goTo(state, session, { step: 'finish', institution, username, accounts });
}

/**
 * The offered accounts with these ids. Throws INVALID_ACCOUNT_ID for an account that was not offered, for none, or
 * for more than the customization allows.
 */
export function requireSelection(
	{ linkToken }: OpenSession,
	offered: readonly Account[],
	accountIds: readonly string[],
): Account[] {
	const accounts = offered.filter(({ account_id }) => accountIds.includes(account_id));
	const isMultiple = allowsMultipleAccounts(linkToken.request.link_customization_name);
	const isValid = accounts.length === accountIds.length && accounts.length > 0;
	if (isValid && (isMultiple || accounts.length === 1)) return accounts;
	throw refuse(
		'INVALID_ACCOUNT_ID',
		isMultiple
			? 'choose one or more of the accounts that Link offered'
			: 'choose exactly one of the accounts that Link offered',
	);
}

/** Account Select is a setting of a customization in Plaid's dashboard. Here, a name with `multi` enables multiple. */
export const allowsMultipleAccounts = (customization: string | undefined): boolean =>
	customization?.toLowerCase().includes('multi') ?? false;

/** Instant Match: institutions that support it ask for the numbers of the savings account. */
function instantMatchPurpose(
	{ linkToken: { request, updateItemId } }: OpenSession,
	institution: SandboxInstitution,
	accounts: readonly Account[],
): NumbersPurpose | null {
	const isRequested = request.products?.includes('auth') && request.auth?.instant_match_enabled !== false;
	const isSavings = accounts.length === 1 && accounts[0]?.mask === '1111';
	const isMatched = institution.auth.match && isRequested && isSavings && updateItemId === null;
	return isMatched ? 'instant_match' : null;
}
