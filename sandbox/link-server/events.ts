import type { State } from '../state.ts';
import type { Event, EventMetadata } from './protocol.ts';
import type { OpenSession } from './session.ts';

type Details = Partial<Omit<EventMetadata, 'request_id' | 'link_session_id' | 'timestamp'>>;

/** An event with every key of its metadata, at the sandbox's time. */
export function createEvent(
	state: State,
	ids: { link_session_id: string; request_id: string },
	name: string,
	details: Details = {},
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

/** Notes an event in the session: for the page, and for `/link/token/get`, which leaves out what is empty. */
export function note(state: State, session: OpenSession, name: string, details?: Details): void {
	const { linkSessionId, events: kept } = session.record;
	const stage = session.stage.step === 'leaving' ? session.stage.from : session.stage;
	const institution = 'institution' in stage ? stage.institution : null;
	const event = createEvent(state, { link_session_id: linkSessionId, request_id: session.requestId }, name, {
		institution_id: institution?.id ?? null,
		institution_name: institution?.name ?? null,
		...details,
	});
	session.events.push(event);
	const { timestamp, link_session_id: _, is_update_mode: __, ...metadata } = event.metadata;
	kept.push({
		event_name: name,
		timestamp,
		event_id: state.ids.event(),
		event_metadata: Object.fromEntries(Object.entries(metadata).filter(([, value]) => value !== null)),
	});
}

/** The events that the page has not been told; it is told them now. */
export function takeEvents(session: OpenSession): Event[] {
	const untold = session.events.slice(session.told);
	session.told = session.events.length;
	return untold;
}
