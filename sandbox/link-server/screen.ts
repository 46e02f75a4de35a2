/** What the dialog shows at each step. */
import type { SandboxInstitution } from '../plaid/institutions.ts';
import type { Account } from '../plaid/records.ts';
import type { State } from '../state.ts';
import { allowsMultipleAccounts } from './credentials.ts';
import { canTypeNumbers } from './institutions.ts';
import { correctAnswers } from './mfa.ts';
import { depositCode } from './microdeposits.ts';
import { testNumbers } from './numbers.ts';
import { redirectAddress } from './oauth.ts';
import type { Answer, InstitutionChoice, LinkAccount, Screen } from './protocol.ts';
import { type OpenSession, type OpenStage, selectedInstitution } from './session.ts';
import { itemToUpdate } from './transitions.ts';

/** The response to every call of a session: what the dialog shows, or how the session ended. */
export function answerOf(state: State, session: OpenSession): Answer {
	const { stage } = session;
	if (stage.step === 'ended') return stage.outcome;
	return {
		type: 'progress',
		link_session_id: session.record.linkSessionId,
		request_id: session.requestId,
		client_name: shownClientName(session.linkToken.request.client_name),
		language: session.linkToken.request.language,
		screen: screenOf(state, stage, session),
	};
}

function screenOf(state: State, stage: OpenStage, session: OpenSession): Screen {
	const can_go_back = session.linkToken.updateItemId === null;
	const can_type_numbers = can_go_back && canTypeNumbers(session);
	switch (stage.step) {
		case 'consent':
		case 'method':
			return { step: stage.step };
		case 'search':
			return {
				step: 'search',
				query: stage.query,
				institutions: stage.found.map(institutionChoice),
				can_type_numbers,
			};
		case 'degraded':
			return { step: 'degraded', institution: institutionChoice(stage.institution) };
		case 'credentials':
			return {
				step: 'credentials',
				institution: institutionChoice(stage.institution),
				error: stage.error,
				can_go_back,
			};
		case 'mfa': {
			const round = stage.rounds[stage.round];
			if (!round) throw new Error('There is no MFA round left.');
			return {
				step: 'mfa',
				institution: institutionChoice(stage.institution),
				type: round.type,
				questions: round.questions.map(({ text, options }) => ({ text, options })),
				round: stage.round + 1,
				rounds: stage.rounds.length,
				error: stage.error,
				test_answer: correctAnswers(round),
			};
		}
		case 'oauth': {
			const { request } = stage;
			const url = `/link/oauth/${request.stateId}`;
			const redirect_url = redirectAddress(request) ? `${url}?redirect` : null;
			return {
				step: 'oauth',
				institution: institutionChoice(stage.institution),
				url,
				redirects: session.webview && redirect_url !== null,
				redirect_url,
				waiting: request.expiresAt === null ? null : Math.max(0, request.expiresAt - state.clock.now()),
				problem: stage.problem,
				can_go_back,
			};
		}
		case 'failed':
			return {
				step: 'failed',
				institution: stage.institution && institutionChoice(stage.institution),
				error: stage.error,
				can_retry: stage.retry !== null,
				can_go_back,
				can_type_numbers,
			};
		case 'accounts': {
			const shared = itemToUpdate(state, session)?.accounts.map(({ account_id }) => account_id) ?? [];
			return {
				step: 'accounts',
				institution: institutionChoice(stage.institution),
				accounts: stage.accounts.map(linkAccount),
				several: allowsMultipleAccounts(session.linkToken.request.link_customization_name),
				selected: stage.accounts.map(({ account_id }) => account_id).filter((id) => shared.includes(id)),
				can_go_back,
			};
		}
		case 'numbers':
			return {
				step: 'numbers',
				institution: stage.institution && institutionChoice(stage.institution),
				purpose: stage.purpose,
				account: stage.account && linkAccount(stage.account),
				error: stage.error,
				test_answer: testNumbers(stage.purpose, stage.account),
			};
		case 'code':
			return {
				step: 'code',
				account: linkAccount(stage.account),
				error: stage.error,
				test_answer: depositCode,
			};
		case 'finish':
			return {
				step: 'finish',
				institution: stage.institution && institutionChoice(stage.institution),
				accounts: stage.accounts.map(linkAccount),
			};
		case 'leaving': {
			const institution = selectedInstitution(session);
			return { step: 'leaving', institution: institution && institutionChoice(institution) };
		}
	}
}

/** Link replaces a name of more than 30 characters. */
export const shownClientName = (name: string) => ([...name].length > 30 ? 'This Application' : name);

export const institutionChoice = ({ id, name, color }: SandboxInstitution): InstitutionChoice => ({
	institution_id: id,
	name,
	primary_color: color,
});

export const linkAccount = (account: Account): LinkAccount => ({
	id: account.account_id,
	name: account.name,
	mask: account.mask,
	type: account.type,
	subtype: account.subtype,
	verification_status: account.verification_status ?? null,
	class_type: null,
});
