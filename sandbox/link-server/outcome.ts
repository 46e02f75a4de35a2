/** How a Link session ends: with an Item, or without one. */
import type { PlaidRefusal } from '../plaid/errors.ts';
import { repairLogin } from '../plaid/item-lifecycle.ts';
import { createItem, createPublicToken } from '../plaid/items.ts';
import { finishLinkSession } from '../plaid/link-tokens.ts';
import type { Item, LinkSession } from '../plaid/records.ts';
import type { State } from '../state.ts';
import { createEvent, note, takeEvents } from './events.ts';
import type { LinkError, Outcome } from './protocol.ts';
import { linkAccount } from './screen.ts';
import {
	enter,
	itemToUpdate,
	type Linked,
	linkError,
	noteError,
	type OpenSession,
	type Stage,
	stageAt,
} from './session.ts';
import { tellHostedSession } from './session-webhooks.ts';

/** Makes the Item with the chosen account, or mends the one that was to be updated. */
export function finish(state: State, session: OpenSession): void {
	const linked = stageAt(session, 'finish');
	const { institution, accounts } = linked;
	const { record } = session;
	const updated = itemToUpdate(state, session);
	const { item, publicToken } = updated ? update(state, updated, linked) : create(state, session, linked);
	note(state, session, 'HANDOFF');
	finishLinkSession(state, record, { publicToken, itemId: item.itemId });
	end(state, session, {
		type: 'success',
		events: takeEvents(session),
		public_token: publicToken,
		metadata: {
			institution: institution && { name: institution.name, institution_id: institution.id },
			accounts: accounts.map(linkAccount),
			link_session_id: record.linkSessionId,
		},
	});
}

function create(state: State, { linkToken }: OpenSession, linked: Linked) {
	const { request } = linkToken;
	return createItem(state, {
		institutionId: linked.institution?.id ?? null,
		products: request.products ?? [],
		clientId: linkToken.clientId,
		accounts: linked.accounts,
		webhook: request.webhook ?? null,
		username: linked.username,
		...(request.transactions?.days_requested ? { daysRequested: request.transactions.days_requested } : {}),
		...(linked.authMethod ? { authMethod: linked.authMethod } : {}),
		...(linked.numbers ? { numbers: linked.numbers } : {}),
	});
}

/** The Item and its access token stay; the public token is for metadata only and need not be exchanged. */
function update(state: State, item: Item, { accounts }: Linked) {
	item.accounts = [...accounts];
	repairLogin(state, item);
	return { item, publicToken: createPublicToken(state, item) };
}

/** Asks whether the shopper wants to leave, where there is something to lose; else leaves. */
export function askToLeave(state: State, session: OpenSession): void {
	const { stage } = session;
	if (stage.step === 'leaving' || stage.step === 'ended') return;
	if (stage.step === 'consent') exit(state, session);
	else enter(state, session, { step: 'leaving', from: stage });
}

export function stay(state: State, session: OpenSession): void {
	enter(state, session, stageAt(session, 'leaving').from);
}

/** The shopper leaves, or `fatal` ends the session; the last error in sight is told either way. */
export function exit(state: State, session: OpenSession, fatal?: LinkError): void {
	const { record, requestId } = session;
	if (fatal) noteError(state, session, fatal);
	else if (session.stage.step !== 'leaving') note(state, session, 'TRANSITION_VIEW', { view_name: 'EXIT' });
	const stage = session.stage.step === 'leaving' ? session.stage.from : session.stage;
	const error = fatal ?? ('error' in stage ? stage.error : null);
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
	end(state, session, {
		type: 'exit',
		events: takeEvents(session),
		error,
		metadata: { ...metadata, status },
	});
}

type Ids = { link_session_id: string; request_id: string };

/** How an opening ends that never became a session: its link token is unknown or has expired. */
export function refusedOpening(state: State, refusal: PlaidRefusal, ids: Ids): Outcome {
	return refused(state, refusal, ids, null, ['ERROR', 'EXIT']);
}

/** How a return from a bank ends that belongs to no session. */
export function refusedReturn(state: State, refusal: PlaidRefusal, ids: Ids): Outcome {
	const steps = ['OPEN', 'ERROR', 'TRANSITION_VIEW ERROR', 'TRANSITION_VIEW EXIT', 'EXIT'];
	return refused(state, refusal, ids, 'requires_oauth', steps);
}

function refused(
	state: State,
	refusal: PlaidRefusal,
	ids: Ids,
	status: string | null,
	steps: string[],
): Outcome {
	const error = linkError(refusal);
	const { display_message: _, ...details } = error;
	const events = steps.map((step) => {
		const [name = '', view_name = null] = step.split(' ');
		const told = name === 'ERROR' || name === 'EXIT' ? details : {};
		return createEvent(state, ids, name, {
			...told,
			view_name,
			...(name === 'EXIT' ? { exit_status: status } : {}),
		});
	});
	return { type: 'exit', events, error, metadata: { institution: null, status, ...ids } };
}

/** @see https://plaid.com/docs/link/web/#link-web-onexit-metadata-status */
function exitStatus(stage: Stage): string | null {
	switch (stage.step) {
		case 'search':
			return stage.found.length === 0 ? 'institution_not_found' : null;
		case 'credentials':
			return 'requires_credentials';
		case 'mfa': {
			const type = stage.rounds[stage.round]?.type;
			return type === 'device' ? 'choose_device' : `requires_${type}`;
		}
		case 'oauth':
			return 'requires_oauth';
		case 'failed':
			return stage.status;
		case 'accounts':
			return 'requires_account_selection';
		default:
			return null;
	}
}

function end(state: State, session: OpenSession, outcome: Outcome): void {
	session.stage = { step: 'ended', outcome };
	tellHostedSession(state, session, outcome);
}
