/**
 * A Link session: the shopper's way through the dialog, step by step. What is not possible at the step where
 * a session stands is refused, whatever the browser shows.
 */
import { accountsOfLogin, selectableAccounts } from '../plaid/accounts.ts';
import { type PlaidRefusal, refuse } from '../plaid/errors.ts';
import { findInstitution, matchingInstitutions, type SandboxInstitution } from '../plaid/institutions.ts';
import { startLinkSession } from '../plaid/link-tokens.ts';
import type { Account, Item, LinkSession, LinkToken, State } from '../state.ts';
import { type createEvent, note } from './events.ts';
import { checkLogin } from './login.ts';
import type { LinkError, Outcome } from './wire.ts';

export type Stage =
	| { step: 'consent' }
	| { step: 'search'; query: string; found: SandboxInstitution[] }
	| { step: 'credentials'; institution: SandboxInstitution; error: LinkError | null }
	| { step: 'accounts'; institution: SandboxInstitution; username: string; accounts: Account[] }
	| { step: 'finish'; institution: SandboxInstitution; username: string; accounts: Account[] }
	| { step: 'ended'; outcome: Outcome };

export type OpenSession = {
	linkToken: LinkToken;
	record: LinkSession;
	/** Of the request that is being answered, or the last one that was. */
	requestId: string;
	stage: Stage;
	/** OPEN and whatever followed, in order. */
	events: ReturnType<typeof createEvent>[];
};

/** Opens Link: a new session of the link token, at the consent step. */
export function openSession(state: State, linkToken: LinkToken): OpenSession {
	const session: OpenSession = {
		linkToken,
		record: startLinkSession(state, linkToken),
		requestId: state.ids.plaidRequest(),
		stage: { step: 'consent' },
		events: [],
	};
	note(state, session, 'OPEN', {
		view_name: 'CONSENT',
		is_update_mode: linkToken.updateItemId === null ? 'false' : 'true',
	});
	return session;
}

/** On to the institutions; in update mode, to the login at the Item's own. */
export function giveConsent(state: State, session: OpenSession): void {
	stageAt(session, 'consent');
	const item = itemToUpdate(state, session);
	if (item?.institutionId) goToLogin(state, session, item.institutionId);
	else goToInstitutions(state, session);
}

/** Looks for institutions by name; all of them for an empty query. */
export function searchInstitutions(state: State, session: OpenSession, query: string): void {
	stageAt(session, 'search');
	session.stage = { step: 'search', query, found: offeredInstitutions(session, query) };
	if (query.trim()) note(state, session, 'SEARCH_INSTITUTION', { institution_search_query: query });
}

export function chooseInstitution(state: State, session: OpenSession, institutionId: string): void {
	stageAt(session, 'search');
	const offered = offeredInstitutions(session, '').some(({ id }) => id === institutionId);
	if (!offered) throw refuse('INVALID_INSTITUTION');
	goToLogin(state, session, institutionId);
}

/** A login that the institution refuses leaves the session where it is, with the error to show. */
export function submitCredentials(
	state: State,
	session: OpenSession,
	login: { username: string; password: string },
): void {
	const { institution } = stageAt(session, 'credentials');
	note(state, session, 'SUBMIT_CREDENTIALS');
	note(state, session, 'TRANSITION_VIEW', { view_name: 'LOADING' });
	const item = itemToUpdate(state, session);
	const accounts = item
		? item.accounts
		: selectableAccounts(
				accountsOfLogin(state, { institutionId: institution.id }),
				session.linkToken.request,
			);
	const refusal = checkLogin(login) ?? (accounts.length === 0 ? refuse('NO_ACCOUNTS') : null);
	if (refusal) {
		const error = linkError(refusal);
		session.stage = { step: 'credentials', institution, error };
		noteError(state, session, error);
		note(state, session, 'TRANSITION_VIEW', { view_name: 'CREDENTIAL' });
		return;
	}
	const step = item ? 'finish' : 'accounts';
	session.stage = { step, institution, username: login.username, accounts };
	note(state, session, 'TRANSITION_VIEW', { view_name: item ? 'CONNECTED' : 'SELECT_ACCOUNT' });
}

/** One of the accounts that were offered. */
export function chooseAccounts(state: State, session: OpenSession, accountIds: readonly string[]): void {
	const stage = stageAt(session, 'accounts');
	const accounts = stage.accounts.filter(({ account_id }) => accountIds.includes(account_id));
	if (accountIds.length !== 1 || accounts.length !== 1) {
		throw refuse('INVALID_ACCOUNT_ID', 'choose exactly one of the accounts that Link offered');
	}
	session.stage = { ...stage, step: 'finish', accounts };
	note(state, session, 'TRANSITION_VIEW', { view_name: 'CONNECTED' });
}

/** From a login or its accounts to the institutions again. */
export function goBack(state: State, session: OpenSession): void {
	stageAt(session, session.stage.step === 'accounts' ? 'accounts' : 'credentials');
	if (itemToUpdate(state, session))
		throw refuse('INVALID_FIELD', 'update mode keeps to the institution of the Item');
	goToInstitutions(state, session);
}

/** An API error as `onExit` hands it over. */
export const linkError = (refusal: PlaidRefusal): LinkError => ({
	error_type: refusal.errorType,
	error_code: refusal.errorCode,
	error_message: refusal.message,
	display_message: refusal.displayMessage,
});

export const linkAccount = ({ account_id, name, mask, type, subtype }: Account) => ({
	id: account_id,
	name,
	mask,
	type,
	subtype,
	verification_status: null,
	class_type: null,
});

export function stageAt<Step extends Stage['step']>(
	session: OpenSession,
	step: Step,
): Extract<Stage, { step: Step }> {
	const { stage } = session;
	if (stage.step !== step) {
		throw refuse('INVALID_FIELD', `the Link session stands at '${stage.step}', this belongs to '${step}'`);
	}
	return stage as Extract<Stage, { step: Step }>;
}

function goToInstitutions(state: State, session: OpenSession): void {
	session.stage = { step: 'search', query: '', found: offeredInstitutions(session, '') };
	note(state, session, 'TRANSITION_VIEW', { view_name: 'SELECT_INSTITUTION' });
}

function goToLogin(state: State, session: OpenSession, institutionId: string): void {
	const institution = findInstitution(institutionId);
	if (!institution) throw refuse('INVALID_INSTITUTION');
	session.stage = { step: 'credentials', institution, error: null };
	// In update mode nobody has selected it.
	if (session.linkToken.updateItemId === null) note(state, session, 'SELECT_INSTITUTION');
	note(state, session, 'TRANSITION_VIEW', { view_name: 'CREDENTIAL' });
}

/** Healthy institutions of the link token's countries and products at which one signs in by password. */
function offeredInstitutions({ linkToken: { request } }: OpenSession, query: string): SandboxInstitution[] {
	return matchingInstitutions({
		countries: request.country_codes,
		products: request.products,
		oauth: false,
		query,
	}).filter(({ health }) => health === 'healthy');
}

export const itemToUpdate = (state: State, { linkToken }: OpenSession): Item | null =>
	(linkToken.updateItemId !== null && state.items.get(linkToken.updateItemId)) || null;

export function noteError(
	state: State,
	session: OpenSession,
	{ display_message: _, ...details }: LinkError,
): void {
	note(state, session, 'ERROR', details);
}
