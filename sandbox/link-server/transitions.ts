/** Moves a Link session from step to step, with the events of each. A call that does not fit the step is refused. */
import { type PlaidRefusal, refuse } from '../plaid/errors.ts';
import { startLinkSession } from '../plaid/link-tokens.ts';
import type { Item, LinkToken } from '../plaid/records.ts';
import type { State } from '../state.ts';
import { recordEvent } from './events.ts';
import type { LinkError } from './protocol.ts';
import {
	type AfterFailure,
	type OpenSession,
	type OpenStage,
	type Stage,
	selectedInstitution,
} from './session.ts';

/** Opens Link: a new session of the link token, at the consent step. */
export function openSession(state: State, linkToken: LinkToken, webview: boolean): OpenSession {
	const session: OpenSession = {
		linkToken,
		record: startLinkSession(state, linkToken),
		requestId: state.ids.plaidRequest(),
		webview,
		stage: { step: 'consent', preselected: null },
		events: [],
		eventsSent: 0,
		oauthRequests: [],
	};
	recordEvent(state, session, {
		name: 'OPEN',
		view_name: 'CONSENT',
		is_update_mode: linkToken.updateItemId === null ? 'false' : 'true',
	});
	return session;
}

/** Link's own names of the views. */
const viewNames: Record<OpenStage['step'], string> = {
	consent: 'CONSENT',
	method: 'SELECT_AUTH_TYPE',
	search: 'SELECT_INSTITUTION',
	degraded: 'ERROR',
	credentials: 'CREDENTIAL',
	mfa: 'MFA',
	oauth: 'OAUTH',
	failed: 'ERROR',
	accounts: 'SELECT_ACCOUNT',
	numbers: 'NUMBERS',
	code: 'NUMBERS',
	finish: 'CONNECTED',
	leaving: 'EXIT',
};

/** Goes to a step and records TRANSITION_VIEW. */
export function goTo(state: State, session: OpenSession, stage: OpenStage): void {
	session.stage = stage;
	const mfaType = stage.step === 'mfa' ? (stage.rounds[stage.round]?.type ?? null) : null;
	recordEvent(state, session, { name: 'TRANSITION_VIEW', view_name: viewName(stage), mfa_type: mfaType });
}

function viewName(stage: OpenStage): string {
	if (stage.step === 'code' && stage.linked) return 'INSTANT_MICRODEPOSIT_AUTHORIZED';
	if (stage.step === 'finish' && stage.authMethod === 'SAME_DAY_MICRODEPOSITS') {
		return 'SAME_DAY_MICRODEPOSIT_AUTHORIZED';
	}
	return viewNames[stage.step];
}

/** Goes to the error screen and records ERROR. */
export function goToFailed(
	state: State,
	session: OpenSession,
	{ refusal, status = null, retry = null }: { refusal: PlaidRefusal } & Partial<AfterFailure>,
): void {
	const error = linkError(refusal);
	recordError(state, session, error);
	goTo(state, session, { step: 'failed', institution: selectedInstitution(session), error, status, retry });
}

/** The current stage, if it is at one of these steps. Throws INVALID_FIELD otherwise. */
export function requireStage<Step extends Stage['step']>(
	session: OpenSession,
	...steps: Step[]
): Extract<Stage, { step: Step }> {
	const { stage } = session;
	if (!(steps as string[]).includes(stage.step)) {
		throw refuse(
			'INVALID_FIELD',
			`the Link session is at '${stage.step}', but this call is for '${steps.join("' or '")}'`,
		);
	}
	return stage as Extract<Stage, { step: Step }>;
}

/** The Item that update mode updates, or `null`. */
export const itemToUpdate = (state: State, { linkToken }: OpenSession): Item | null =>
	(linkToken.updateItemId !== null && state.items.get(linkToken.updateItemId)) || null;

/** An API error in the shape of `onExit`. */
export const linkError = (refusal: PlaidRefusal): LinkError => ({
	error_type: refusal.errorType,
	error_code: refusal.errorCode,
	error_message: refusal.message,
	display_message: refusal.displayMessage,
});

export function recordError(
	state: State,
	session: OpenSession,
	{ display_message: _, ...details }: LinkError,
): void {
	recordEvent(state, session, { name: 'ERROR', ...details });
}
