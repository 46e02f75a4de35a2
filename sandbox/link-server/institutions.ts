/** From the consent to an institution's login, and back. */
import { refuse } from '../plaid/errors.ts';
import { findInstitution, matchingInstitutions, type SandboxInstitution } from '../plaid/institutions.ts';
import type { LinkToken } from '../plaid/records.ts';
import type { State } from '../state.ts';
import { recordEvent } from './events.ts';
import { goToCode } from './microdeposits.ts';
import { goToNumbers } from './numbers.ts';
import { goToOAuth } from './oauth.ts';
import type { OpenSession } from './session.ts';
import { goTo, goToFailed, itemToUpdate, requireStage } from './transitions.ts';

/** Goes to the institutions. In update mode, goes to the Item's micro-deposit or to the login at its institution. */
export function submitConsent(state: State, session: OpenSession): void {
	const { preselected } = requireStage(session, 'consent');
	const item = itemToUpdate(state, session);
	const pending = item?.accounts.find(
		({ verification_status: status }) => status === 'pending_manual_verification',
	);
	if (pending) goToCode(state, session, { account: pending });
	else if (item?.institutionId) goToLogin(state, session, requireInstitution(item.institutionId));
	else if (preselected) goToInstitution(state, session, preselected);
	else if (offersMethods(session)) goTo(state, session, { step: 'method' });
	else goToSearch(state, session);
}

/** The shopper selects a login, or to type in account numbers. */
export function submitMethod(state: State, session: OpenSession, method: string): void {
	const { step } = requireStage(session, 'method', 'search', 'failed');
	if (method !== 'login' && method !== 'numbers') {
		throw refuse('INVALID_FIELD', "method must be 'login' or 'numbers'");
	}
	if (method === 'numbers' && !canTypeNumbers(session)) {
		throw refuse('INVALID_FIELD', 'the link token does not allow Same-Day Micro-deposits');
	}
	if (step === 'method') {
		const selection = method === 'numbers' ? 'flow_type_manual' : 'flow_type_instant';
		recordEvent(state, session, { name: 'SELECT_AUTH_TYPE', selection });
	}
	if (method === 'numbers') goToNumbers(state, session, { institution: null, purpose: 'same_day' });
	else goToSearch(state, session);
}

/** Searches institutions by name. An empty query finds all. */
export function searchInstitutions(state: State, session: OpenSession, query: string): void {
	requireStage(session, 'search');
	session.stage = { step: 'search', query, found: offeredInstitutions(session.linkToken, query) };
	if (query.trim())
		recordEvent(state, session, { name: 'SEARCH_INSTITUTION', institution_search_query: query });
}

export function submitInstitution(state: State, session: OpenSession, institutionId: string): void {
	requireStage(session, 'search');
	const institution = requireOffered(session.linkToken, institutionId);
	session.stage = { step: 'degraded', institution };
	recordEvent(state, session, { name: 'SELECT_INSTITUTION' });
	goToInstitution(state, session, institution);
}

/** The shopper selected an institution in the merchant's page, before Link opened. Consent comes next. */
export function preselectInstitution(state: State, session: OpenSession, institutionId: string): void {
	const preselected = requireOffered(session.linkToken, institutionId);
	recordEvent(state, session, {
		name: 'SELECT_INSTITUTION',
		institution_id: preselected.id,
		institution_name: preselected.name,
	});
	goTo(state, session, { step: 'consent', preselected });
}

/** Continues to the login of a degraded institution. */
export function continueDegraded(state: State, session: OpenSession): void {
	goToLogin(state, session, requireStage(session, 'degraded').institution);
}

/** Goes back to the institutions. */
export function goBack(state: State, session: OpenSession): void {
	requireStage(session, 'degraded', 'credentials', 'mfa', 'oauth', 'failed', 'accounts', 'numbers');
	if (itemToUpdate(state, session)) {
		throw refuse('INVALID_FIELD', 'update mode cannot change the institution of the Item');
	}
	goToSearch(state, session);
}

/** Goes to the institution's login again, after an error. */
export function retry(state: State, session: OpenSession): void {
	const stage = requireStage(session, 'failed');
	if (!stage.retry || !stage.institution) {
		throw refuse('INVALID_FIELD', 'this error cannot be retried');
	}
	goToLogin(state, session, stage.institution);
}

export const canTypeNumbers = ({ linkToken: { request } }: OpenSession): boolean =>
	request.auth?.same_day_microdeposits_enabled === true && request.country_codes.includes('US');

const offersMethods = (session: OpenSession): boolean =>
	session.linkToken.request.auth?.auth_type_select_enabled === true && canTypeNumbers(session);

/** The institutions that support the link token's countries and products, healthy or not. */
export function offeredInstitutions({ request }: LinkToken, query: string): SandboxInstitution[] {
	return matchingInstitutions({ countries: request.country_codes, products: request.products, query });
}

function requireOffered(linkToken: LinkToken, institutionId: string): SandboxInstitution {
	const offered = offeredInstitutions(linkToken, '').find(({ id }) => id === institutionId);
	if (!offered) throw refuse('INVALID_INSTITUTION');
	return offered;
}

function requireInstitution(institutionId: string): SandboxInstitution {
	const institution = findInstitution(institutionId);
	if (!institution) throw refuse('INVALID_INSTITUTION');
	return institution;
}

/** Goes to an institution's login, or to a warning or error if the institution is not healthy. */
function goToInstitution(state: State, session: OpenSession, institution: SandboxInstitution): void {
	// So that the events of this function have the institution.
	session.stage = { step: 'degraded', institution };
	switch (institution.health) {
		case 'healthy':
			goToLogin(state, session, institution);
			return;
		case 'degraded':
			recordEvent(state, session, { name: 'SELECT_DEGRADED_INSTITUTION' });
			goTo(state, session, { step: 'degraded', institution });
			return;
		case 'down':
			recordEvent(state, session, { name: 'SELECT_DOWN_INSTITUTION' });
			goToFailed(state, session, { refusal: refuse('INSTITUTION_DOWN') });
			return;
		case 'unsupported':
			goToFailed(state, session, {
				refusal: refuse('INSTITUTION_NO_LONGER_SUPPORTED'),
				status: 'institution_not_supported',
			});
			return;
	}
}

function goToSearch(state: State, session: OpenSession): void {
	goTo(state, session, { step: 'search', query: '', found: offeredInstitutions(session.linkToken, '') });
}

/** Goes to the bank's own page, to account numbers, or to a user name and password, as the institution requires. */
function goToLogin(state: State, session: OpenSession, institution: SandboxInstitution): void {
	const { request } = session.linkToken;
	if (institution.oauth) {
		goToOAuth(state, session, { institution });
		return;
	}
	const usesNumbers =
		!institution.auth.instant &&
		institution.auth.instantMicrodeposits &&
		request.auth?.instant_microdeposits_enabled !== false &&
		request.products?.includes('auth') &&
		!itemToUpdate(state, session);
	if (usesNumbers) goToNumbers(state, session, { institution, purpose: 'instant' });
	else goTo(state, session, { step: 'credentials', institution, error: null });
}
