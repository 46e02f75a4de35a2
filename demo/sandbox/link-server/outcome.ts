/** How a Link session ends: with an Item, or without one. */
import type { PlaidRefusal } from '../plaid/errors.ts';
import { createItem, createPublicToken } from '../plaid/items.ts';
import { finishLinkSession } from '../plaid/link-tokens.ts';
import type { LinkSession, State } from '../state.ts';
import { createEvent, note } from './events.ts';
import {
	itemToUpdate,
	linkAccount,
	linkError,
	noteError,
	type OpenSession,
	type Stage,
	stageAt,
} from './session.ts';
import type { LinkError, Outcome } from './wire.ts';

/** Makes the Item with the chosen account, or mends the one that was to be updated. */
export function finish(state: State, session: OpenSession): void {
	const { institution, username, accounts } = stageAt(session, 'finish');
	const { linkToken, record } = session;
	const updated = itemToUpdate(state, session);
	if (updated) updated.error = null;
	const { item, publicToken } = updated
		? { item: updated, publicToken: createPublicToken(state, updated) }
		: createItem(state, {
				institutionId: institution.id,
				products: linkToken.request.products ?? [],
				clientId: linkToken.clientId,
				accounts,
				webhook: linkToken.request.webhook ?? null,
				username,
			});
	note(state, session, 'HANDOFF');
	finishLinkSession(state, record, { publicToken, itemId: item.itemId });
	end(session, {
		type: 'success',
		events: toldAtTheEnd(session),
		public_token: publicToken,
		metadata: {
			institution: { name: institution.name, institution_id: institution.id },
			accounts: accounts.map(linkAccount),
			link_session_id: record.linkSessionId,
		},
	});
}

/** The shopper leaves, or `error` ends the session; the last error in sight is told either way. */
export function exit(state: State, session: OpenSession, fatal?: LinkError): void {
	const { stage, record, requestId } = session;
	if (fatal) noteError(state, session, fatal);
	const error = fatal ?? (stage.step === 'credentials' ? stage.error : null);
	const status = fatal ? null : exitStatus(stage);
	const institution = 'institution' in stage ? stage.institution : null;
	note(state, session, 'EXIT', {
		exit_status: status,
		error_type: error?.error_type ?? null,
		error_code: error?.error_code ?? null,
		error_message: error?.error_message ?? null,
	});
	const metadata = {
		institution: institution && { name: institution.name, institution_id: institution.id },
		link_session_id: record.linkSessionId,
		request_id: requestId,
	};
	finishLinkSession(state, record, {
		exit: {
			error: error as NonNullable<LinkSession['exit']>['error'],
			metadata: { ...metadata, ...(status === null ? {} : { status }) },
		},
	});
	end(session, {
		type: 'exit',
		events: toldAtTheEnd(session),
		error,
		metadata: { ...metadata, status },
	});
}

/** How an opening ends that never became a session: its link token is unknown or has expired. */
export function refusedOpening(
	state: State,
	refusal: PlaidRefusal,
	ids: { link_session_id: string; request_id: string },
): Outcome {
	const error = linkError(refusal);
	const { display_message: _, ...details } = error;
	return {
		type: 'exit',
		events: ['ERROR', 'EXIT'].map((name) => createEvent(state, ids, name, details)),
		error,
		metadata: { institution: null, status: null, ...ids },
	};
}

/** @see https://plaid.com/docs/link/web/#link-web-onexit-metadata-status */
function exitStatus(stage: Stage): string | null {
	switch (stage.step) {
		case 'search':
			return stage.found.length === 0 ? 'institution_not_found' : null;
		case 'credentials':
			return 'requires_credentials';
		case 'accounts':
			return 'requires_account_selection';
		default:
			return null;
	}
}

/** OPEN was told when it happened. */
const toldAtTheEnd = ({ events }: OpenSession) => events.slice(1);

function end(session: OpenSession, outcome: Outcome): void {
	session.stage = { step: 'ended', outcome };
}
