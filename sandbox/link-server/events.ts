/** Link's events, for the page's `onEvent` and for `/link/token/get`. */
import type { State } from '../state.ts';
import type { Event, EventMetadata } from './protocol.ts';
import { type OpenSession, selectedInstitution } from './session.ts';

type Details = Partial<Omit<EventMetadata, 'request_id' | 'link_session_id' | 'timestamp'>>;

export type EventIds = { link_session_id: string; request_id: string };

/** Creates an event at the sandbox's time. Missing details are null. */
export function createEvent(
	state: State,
	ids: EventIds,
	{ name, ...details }: { name: string } & Details,
): Event {
	return {
		name,
		metadata: {
			account_number_mask: null,
			error_type: null,
			error_code: null,
			error_message: null,
			exit_status: null,
			institution_id: null,
			institution_name: null,
			institution_search_query: null,
			is_update_mode: null,
			match_reason: null,
			mfa_type: null,
			routing_number: null,
			selection: null,
			view_name: null,
			...details,
			...ids,
			timestamp: new Date(state.clock.now()).toISOString(),
		},
	};
}

/** Records an event of a session. `/link/token/get` leaves out the details that are null. */
export function recordEvent(
	state: State,
	session: OpenSession,
	{ name, ...details }: { name: string } & Details,
): void {
	const { record, requestId } = session;
	const institution = selectedInstitution(session);
	const event = createEvent(
		state,
		{ link_session_id: record.linkSessionId, request_id: requestId },
		{
			name,
			institution_id: institution?.id ?? null,
			institution_name: institution?.name ?? null,
			...details,
		},
	);
	session.events.push(event);
	const { timestamp, link_session_id: _, is_update_mode: __, ...metadata } = event.metadata;
	record.events.push({
		event_name: name,
		timestamp,
		event_id: state.ids.event(),
		event_metadata: Object.fromEntries(Object.entries(metadata).filter(([, value]) => value !== null)),
	});
}

/** The events that the page has not received. The caller sends them. */
export function takeEvents(session: OpenSession): Event[] {
	const events = session.events.slice(session.eventsSent);
	session.eventsSent = session.events.length;
	return events;
}
