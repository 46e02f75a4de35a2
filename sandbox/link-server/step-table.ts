/** Every call of a Link session: `POST /link/session/:id/<call>`. `protocol.ts` documents their bodies. */
import type { State } from '../state.ts';
import { submitAccounts, submitCredentials, submitMfa } from './credentials.ts';
import * as institutions from './institutions.ts';
import { submitCode } from './microdeposits.ts';
import { submitNumbers } from './numbers.ts';
import { checkBankPage, openBankPage } from './oauth.ts';
import { askToLeave, exit, finish, stay } from './outcome.ts';
import { type Body, boolean, text, texts } from './read-body.ts';
import type { OpenSession } from './session.ts';

/** Changes the session, or throws a `PlaidRefusal` if the session is at another step or the body is invalid. */
export type StepHandler = (state: State, session: OpenSession, body: Body) => void;

export const stepHandlers: Readonly<Record<string, StepHandler>> = {
	consent: institutions.submitConsent,
	method: (state, session, body) => institutions.submitMethod(state, session, text(body, 'method')),
	search: (state, session, body) => institutions.searchInstitutions(state, session, text(body, 'query')),
	institution: (state, session, body) =>
		institutions.submitInstitution(state, session, text(body, 'institution_id')),
	onward: institutions.continueDegraded,
	credentials: (state, session, body) =>
		submitCredentials(state, session, {
			username: text(body, 'username'),
			password: text(body, 'password'),
		}),
	mfa: (state, session, body) => submitMfa(state, session, texts(body, 'answers')),
	oauth_open: openBankPage,
	oauth_check: (state, session, body) => checkBankPage(state, session, boolean(body, 'closed')),
	accounts: (state, session, body) => submitAccounts(state, session, texts(body, 'account_ids')),
	numbers: (state, session, body) =>
		submitNumbers(state, session, {
			routing: text(body, 'routing'),
			account: text(body, 'account'),
			name: text(body, 'name'),
			subtype: text(body, 'subtype'),
		}),
	code: (state, session, body) => submitCode(state, session, text(body, 'code')),
	retry: institutions.retry,
	back: institutions.goBack,
	finish,
	ask: askToLeave,
	stay,
	exit: (state, session) => exit(state, session),
};
