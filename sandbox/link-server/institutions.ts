/** From the consent to an institution's login, and back. */
import { refuse } from '../plaid/errors.ts';
import { findInstitution, matchingInstitutions, type SandboxInstitution } from '../plaid/institutions.ts';
import type { LinkToken } from '../plaid/records.ts';
import type { State } from '../state.ts';
import { note } from './events.ts';
import { askCode } from './microdeposits.ts';
import { askNumbers } from './numbers.ts';
import { askBank } from './oauth.ts';
import { enter, fail, itemToUpdate, type OpenSession, stageAt } from './session.ts';

/** On to the institutions; in update mode, to the login at the Item's own or to its micro-deposit. */
export function giveConsent(state: State, session: OpenSession): void {
	const { chosen } = stageAt(session, 'consent');
	const item = itemToUpdate(state, session);
	const pending = item?.accounts.find(
		({ verification_status: status }) => status === 'pending_manual_verification',
	);
	if (pending) askCode(state, session, pending);
	else if (item?.institutionId) goToLogin(state, session, known(item.institutionId));
	else if (chosen) toInstitution(state, session, chosen);
	else if (offersMethods(session)) enter(state, session, { step: 'method' });
	else goToInstitutions(state, session);
}

/** By a login, or by typing in the account's numbers. */
export function chooseMethod(state: State, session: OpenSession, method: string): void {
	const { step } = stageAt(session, 'method', 'search', 'failed');
	if (method !== 'login' && method !== 'numbers') {
		throw refuse('INVALID_FIELD', "method must be 'login' or 'numbers'");
	}
	if (method === 'numbers' && !canTypeNumbers(session)) {
		throw refuse('INVALID_FIELD', 'the link token does not allow Same-Day Micro-deposits');
	}
	if (step === 'method') {
		const selection = method === 'numbers' ? 'flow_type_manual' : 'flow_type_instant';
		note(state, session, 'SELECT_AUTH_TYPE', { selection });
	}
	if (method === 'numbers') askNumbers(state, session, { institution: null, purpose: 'same_day' });
	else goToInstitutions(state, session);
}

/** Looks for institutions by name; all of them for an empty query. */
export function searchInstitutions(state: State, session: OpenSession, query: string): void {
	stageAt(session, 'search');
	session.stage = { step: 'search', query, found: offeredInstitutions(session.linkToken, query) };
	if (query.trim()) note(state, session, 'SEARCH_INSTITUTION', { institution_search_query: query });
}

export function chooseInstitution(state: State, session: OpenSession, institutionId: string): void {
	stageAt(session, 'search');
	const institution = offeredInstitution(session.linkToken, institutionId);
	session.stage = { step: 'degraded', institution };
	note(state, session, 'SELECT_INSTITUTION');
	toInstitution(state, session, institution);
}

/** An institution that was chosen in the page, before Link was opened; the consent comes next. */
export function chooseBeforehand(state: State, session: OpenSession, institutionId: string): void {
	const chosen = offeredInstitution(session.linkToken, institutionId);
	note(state, session, 'SELECT_INSTITUTION', { institution_id: chosen.id, institution_name: chosen.name });
	enter(state, session, { step: 'consent', chosen });
}

/** To the login, although the institution is not well. */
export function goOnward(state: State, session: OpenSession): void {
	goToLogin(state, session, stageAt(session, 'degraded').institution);
}

/** From wherever an institution has led, to the institutions again. */
export function goBack(state: State, session: OpenSession): void {
	stageAt(session, 'degraded', 'credentials', 'mfa', 'oauth', 'failed', 'accounts', 'numbers');
	if (itemToUpdate(state, session)) {
		throw refuse('INVALID_FIELD', 'update mode keeps to the institution of the Item');
	}
	goToInstitutions(state, session);
}

/** Once more, after an error. */
export function retry(state: State, session: OpenSession): void {
	const stage = stageAt(session, 'failed');
	if (!stage.retry || !stage.institution) {
		throw refuse('INVALID_FIELD', 'there is nothing to be tried again');
	}
	goToLogin(state, session, stage.institution);
}

export const canTypeNumbers = ({ linkToken: { request } }: OpenSession): boolean =>
	request.auth?.same_day_microdeposits_enabled === true && request.country_codes.includes('US');

const offersMethods = (session: OpenSession): boolean =>
	session.linkToken.request.auth?.auth_type_select_enabled === true && canTypeNumbers(session);

/** The institutions of the link token's countries and products, the well and the unwell. */
export function offeredInstitutions({ request }: LinkToken, query: string): SandboxInstitution[] {
	return matchingInstitutions({ countries: request.country_codes, products: request.products, query });
}

function offeredInstitution(linkToken: LinkToken, institutionId: string): SandboxInstitution {
	const offered = offeredInstitutions(linkToken, '').find(({ id }) => id === institutionId);
	if (!offered) throw refuse('INVALID_INSTITUTION');
	return offered;
}

/** To an institution's login, unless its health stands in the way. */
function toInstitution(state: State, session: OpenSession, institution: SandboxInstitution): void {
	session.stage = { step: 'degraded', institution };
	switch (institution.health) {
		case 'healthy':
			goToLogin(state, session, institution);
			return;
		case 'degraded':
			note(state, session, 'SELECT_DEGRADED_INSTITUTION');
			enter(state, session, { step: 'degraded', institution });
			return;
		case 'down':
			note(state, session, 'SELECT_DOWN_INSTITUTION');
			fail(state, session, refuse('INSTITUTION_DOWN'), { status: null, retry: null });
			return;
		case 'unsupported':
			fail(state, session, refuse('INSTITUTION_NO_LONGER_SUPPORTED'), {
				status: 'institution_not_supported',
				retry: null,
			});
			return;
	}
}

function goToInstitutions(state: State, session: OpenSession): void {
	enter(state, session, { step: 'search', query: '', found: offeredInstitutions(session.linkToken, '') });
}

/** By the institution's own way: its page, the account's numbers, or a user name and password. */
function goToLogin(state: State, session: OpenSession, institution: SandboxInstitution): void {
	const { request } = session.linkToken;
	const byNumbers = !institution.auth.instant && institution.auth.instantMicrodeposits;
	const mayUseNumbers = request.auth?.instant_microdeposits_enabled !== false;
	if (institution.oauth) askBank(state, session, institution);
	else if (
		byNumbers &&
		mayUseNumbers &&
		request.products?.includes('auth') &&
		!itemToUpdate(state, session)
	) {
		askNumbers(state, session, { institution, purpose: 'instant' });
	} else enter(state, session, { step: 'credentials', institution, error: null });
}

function known(institutionId: string): SandboxInstitution {
	const institution = findInstitution(institutionId);
	if (!institution) throw refuse('INVALID_INSTITUTION');
	return institution;
}
