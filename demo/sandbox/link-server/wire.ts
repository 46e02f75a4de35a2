/**
 * What Link's frame and its server tell each other: `POST` JSON under `/link/session`, same origin only.
 *
 * | path | body |
 * |---|---|
 * | `/link/session` | `{link_token}`: the session begins |
 * | `/link/session/:id/consent` | `{}` |
 * | `…/search` | `{query}` |
 * | `…/institution` | `{institution_id}` |
 * | `…/credentials` | `{username, password}` |
 * | `…/accounts` | `{account_ids}` |
 * | `…/back` | `{}`: to the institutions again |
 * | `…/finish` | `{}` |
 * | `…/exit` | `{}` |
 *
 * Each is answered by an `Answer`, or by a `Refusal` with status 400 (403 for a page of another origin),
 * which leaves the session as it was.
 */

/** An error as `onExit` hands it over. */
export type LinkError = {
	error_type: string;
	error_code: string;
	/** For developers. */
	error_message: string;
	/** For the shopper. */
	display_message: string | null;
};

/**
 * What `onEvent` is given: every key is always there.
 * @see https://plaid.com/docs/link/web/#onevent
 */
export type EventMetadata = {
	account_number_mask: string | null;
	error_type: string | null;
	error_code: string | null;
	error_message: string | null;
	exit_status: string | null;
	institution_id: string | null;
	institution_name: string | null;
	institution_search_query: string | null;
	is_update_mode: string | null;
	match_reason: string | null;
	mfa_type: string | null;
	routing_number: string | null;
	selection: string | null;
	view_name: string | null;
	request_id: string;
	link_session_id: string;
	/** ISO 8601. */
	timestamp: string;
};

export type Event = { name: string; metadata: EventMetadata };

export type InstitutionName = { name: string; institution_id: string };

/** An institution as the list shows it. */
export type InstitutionChoice = InstitutionName & {
	/** `#rrggbb`; the colour of its badge. */
	primary_color: string | null;
};

/** An account as `onSuccess` hands it over. */
export type LinkAccount = {
	id: string;
	name: string;
	mask: string | null;
	type: string;
	subtype: string | null;
	verification_status: null;
	class_type: null;
};

/** The step that a session stands at, with what is to be seen there. */
export type Screen =
	| { step: 'consent' }
	| { step: 'search'; query: string; institutions: InstitutionChoice[] }
	| {
			step: 'credentials';
			institution: InstitutionChoice;
			error: LinkError | null;
			/** In update mode the institution is given, and there is no way back to the others. */
			can_go_back: boolean;
	  }
	| { step: 'accounts'; institution: InstitutionChoice; accounts: LinkAccount[] }
	| { step: 'finish'; institution: InstitutionChoice; accounts: LinkAccount[] };

export type Step = Screen['step'];

export type Progress = {
	type: 'progress';
	link_session_id: string;
	request_id: string;
	/** The merchant's name as Link shows it. */
	client_name: string;
	/** One of Plaid's, e.g. `en`. */
	language: string;
	screen: Screen;
	/** Only in the first answer: OPEN is told at once, all other events at the end. */
	open?: Event;
};

export type Success = {
	events: Event[];
	public_token: string;
	metadata: { institution: InstitutionName | null; accounts: LinkAccount[]; link_session_id: string };
};

export type Exit = {
	events: Event[];
	error: LinkError | null;
	metadata: {
		institution: InstitutionName | null;
		status: string | null;
		link_session_id: string;
		request_id: string;
	};
};

/** How a session ended. It ends once: whoever asks again, by whichever call, is told the same. */
export type Outcome = ({ type: 'success' } & Success) | ({ type: 'exit' } & Exit);

/** The session goes on, or it has ended: by `finish`, by `exit`, or because its link token is no good. */
export type Answer = Progress | Outcome;

export type Refusal = { error: LinkError; link_session_id: string; request_id: string };
