/** The end of a Link session: with an Item, or without one. */
import type { PlaidRefusal } from '../plaid/errors.ts';
import { repairLogin } from '../plaid/item-lifecycle.ts';
import { createItem, createPublicToken } from '../plaid/items.ts';
import { finishLinkSession } from '../plaid/link-tokens.ts';
import type { Item, LinkSession } from '../plaid/records.ts';
import { sendPlaidWebhook } from '../plaid/webhooks.ts';
import type { State } from '../state.ts';
import { createEvent, type EventIds, recordEvent, takeEvents } from './events.ts';
import type { InstitutionName, LinkError, Outcome } from './protocol.ts';
import { linkAccount } from './screen.ts';
import { currentStage, type Linked, type OpenSession, type Stage, selectedInstitution } from './session.ts';
import { goTo, itemToUpdate, linkError, recordError, requireStage } from './transitions.ts';

/** Creates the Item, or updates the existing one in update mode. */
export function finish(state: State, session: OpenSession): void {
	const linked = requireStage(session, 'finish');
	const { record } = session;
	const existing = itemToUpdate(state, session);
	const { item, publicToken } = existing
		? updateItem(state, existing, linked)
		: createLinkedItem(state, session, linked);
	recordEvent(state, session, { name: 'HANDOFF' });
	finishLinkSession(state, record, { publicToken, itemId: item.itemId });
	end(state, session, {
		type: 'success',
		events: takeEvents(session),
		public_token: publicToken,
		metadata: {
			institution: institutionName(session),
			accounts: linked.accounts.map(linkAccount),
			link_session_id: record.linkSessionId,
		},
	});
}

function createLinkedItem(state: State, { linkToken }: OpenSession, linked: Linked) {
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

/** Keeps the Item and its access token. The merchant need not exchange the new public token. */
function updateItem(state: State, item: Item, { accounts }: Linked) {
	item.accounts = [...accounts];
	repairLogin(state, item);
	return { item, publicToken: createPublicToken(state, item) };
}

/** Asks whether the shopper wants to leave. At the consent step there is nothing to lose, so the session ends. */
export function askToLeave(state: State, session: OpenSession): void {
	const { stage } = session;
	if (stage.step === 'leaving' || stage.step === 'ended') return;
	if (stage.step === 'consent') exit(state, session);
	else goTo(state, session, { step: 'leaving', from: stage });
}

export function stay(state: State, session: OpenSession): void {
	goTo(state, session, requireStage(session, 'leaving').from);
}

/** Ends the session without an Item: the shopper leaves, or `fatal` makes it impossible to continue. */
export function exit(state: State, session: OpenSession, fatal?: LinkError): void {
	const { record, requestId } = session;
	if (fatal) recordError(state, session, fatal);
	else if (session.stage.step !== 'leaving') {
		recordEvent(state, session, { name: 'TRANSITION_VIEW', view_name: 'EXIT' });
	}
	const stage = currentStage(session);
	const error = fatal ?? ('error' in stage ? stage.error : null);
	const status = fatal ? null : exitStatus(stage);
	recordEvent(state, session, {
		name: 'EXIT',
		exit_status: status,
		error_type: error?.error_type ?? null,
		error_code: error?.error_code ?? null,
		error_message: error?.error_message ?? null,
	});
	const metadata = {
		institution: institutionName(session),
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

function institutionName(session: OpenSession): InstitutionName | null {
	const institution = selectedInstitution(session);
	return institution && { name: institution.name, institution_id: institution.id };
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
	sendSessionWebhooks(state, session, outcome);
}

/**
 * Sends Link's own webhooks, to the link token's `webhook`. Only Hosted Link and Multi-Item Link have them.
 * @see https://plaid.com/docs/api/link/#webhooks
 */
function sendSessionWebhooks(state: State, { linkToken, record }: OpenSession, outcome: Outcome): void {
	const { hosted_link, enable_multi_item_link, webhook } = linkToken.request;
	if (!hosted_link && !enable_multi_item_link) return;
	const ids = { link_session_id: record.linkSessionId, link_token: linkToken.linkToken };
	const send = (webhook_code: string, details: object) =>
		sendPlaidWebhook(state, webhook, { webhook_type: 'LINK', webhook_code, ...ids, ...details });
	const tokens = outcome.type === 'success' ? [outcome.public_token] : [];
	for (const public_token of tokens) send('ITEM_ADD_RESULT', { public_token });
	send('EVENTS', { events: record.events });
	send('SESSION_FINISHED', {
		status: outcome.type === 'success' ? 'SUCCESS' : 'EXITED',
		...(tokens.length > 0 ? { public_tokens: tokens, public_token: tokens[0] } : {}),
	});
}

/** The outcome if Link cannot be opened, because its link token is unknown or has expired. */
export function refuseOpening(state: State, refusal: PlaidRefusal, ids: EventIds): Outcome {
	const error = linkError(refusal);
	const { display_message: _, ...details } = error;
	const events = [
		createEvent(state, ids, { name: 'ERROR', ...details }),
		createEvent(state, ids, { name: 'EXIT', ...details }),
	];
	return { type: 'exit', events, error, metadata: { institution: null, status: null, ...ids } };
}

/** The outcome if a return from a bank belongs to no session. */
export function refuseReturn(state: State, refusal: PlaidRefusal, ids: EventIds): Outcome {
	const error = linkError(refusal);
	const { display_message: _, ...details } = error;
	const status = 'requires_oauth';
	const events = [
		createEvent(state, ids, { name: 'OPEN' }),
		createEvent(state, ids, { name: 'ERROR', ...details }),
		createEvent(state, ids, { name: 'TRANSITION_VIEW', view_name: 'ERROR' }),
		createEvent(state, ids, { name: 'TRANSITION_VIEW', view_name: 'EXIT' }),
		createEvent(state, ids, { name: 'EXIT', ...details, exit_status: status }),
	];
	return { type: 'exit', events, error, metadata: { institution: null, status, ...ids } };
}
