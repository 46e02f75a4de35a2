/**
 * What Link's frame and its server tell each other: `POST` JSON, same origin only.
 *
 * | path | body |
 * |---|---|
 * | `/link/institutions` | `{link_token, query}`: the bank search of `createEmbedded`; no session yet |
 * | `/link/layer` | `{link_token, phone_number}` or `{link_token, date_of_birth}`: `submit` of the page |
 * | `/link/session` | `{link_token, webview?, institution_id?, received_redirect_uri?}`: the session begins |
 * | `/link/session/:id/consent` | `{}` |
 * | `…/method` | `{method}`: by login, or by account numbers |
 * | `…/search` | `{query}` |
 * | `…/institution` | `{institution_id}` |
 * | `…/onward` | `{}`: on, although the institution is not well |
 * | `…/credentials` | `{username, password}` |
 * | `…/mfa` | `{answers}` |
 * | `…/oauth_open` | `{}`: the bank's page is being opened |
 * | `…/oauth_check` | `{closed}`: has the shopper been at the bank's page? |
 * | `…/accounts` | `{account_ids}` |
 * | `…/numbers` | `{routing, account, name, subtype}` |
 * | `…/code` | `{code}`: of a micro-deposit |
 * | `…/retry` | `{}`: again, after an error |
 * | `…/back` | `{}`: to the institutions again |
 * | `…/finish` | `{}` |
 * | `…/ask`, `…/stay` | `{}`: whether to leave; not to leave |
 * | `…/exit` | `{}` |
 *
 * Each is answered by an `Answer` (the first two by theirs), or by a `Refusal` with status 400 (403 for a page
 * of another origin), which leaves the session as it was. The bank's own page stands at `/link/oauth/:state`.
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
	/** Of an account whose ownership is shown by a micro-deposit, e.g. `pending_manual_verification`. */
	verification_status: string | null;
	class_type: null;
};

export type MfaType = 'device' | 'code' | 'questions' | 'selections';

/** What account numbers are typed in for: to be matched, or to send a micro-deposit to. */
export type NumbersPurpose = 'instant_match' | 'automated' | 'instant' | 'same_day';

/** What the Sandbox expects here; the dialog offers to fill it in. */
type TestAnswer<Answer> = { test_answer: Answer };

/** The step that a session stands at, with what is to be seen there. */
export type Screen =
	| { step: 'consent' }
	| { step: 'method' }
	| {
			step: 'search';
			query: string;
			institutions: InstitutionChoice[];
			/** Whether the numbers can be typed in where no bank is found. */
			can_type_numbers: boolean;
	  }
	| { step: 'degraded'; institution: InstitutionChoice }
	| {
			step: 'credentials';
			institution: InstitutionChoice;
			error: LinkError | null;
			/** In update mode the institution is given, and there is no way back to the others. */
			can_go_back: boolean;
	  }
	| ({
			step: 'mfa';
			institution: InstitutionChoice;
			type: MfaType;
			/** Options where one is to be chosen; else the answer is typed. */
			questions: { text: string; options: string[] | null }[];
			round: number;
			rounds: number;
			error: LinkError | null;
	  } & TestAnswer<string[]>)
	| {
			step: 'oauth';
			institution: InstitutionChoice;
			/** The bank's page, on the sandbox's own origin. */
			url: string;
			/** Whether this tab goes there (the page is a web view); else a window of its own. */
			redirects: boolean;
			/** The same page for this tab, when a window is blocked; `null` without a redirect URI. */
			redirect_url: string | null;
			/** It was opened, and the bank's answer is waited for, so many ms at most. */
			waiting: number | null;
			/** How the last try ended. */
			problem: 'closed' | 'failed' | null;
			can_go_back: boolean;
	  }
	| {
			step: 'failed';
			institution: InstitutionChoice | null;
			error: LinkError;
			/** What can be done about it. */
			can_retry: boolean;
			can_go_back: boolean;
			can_type_numbers: boolean;
	  }
	| {
			step: 'accounts';
			institution: InstitutionChoice;
			accounts: LinkAccount[];
			several: boolean;
			/** Those that are shared already (update mode). */
			selected: string[];
			can_go_back: boolean;
	  }
	| ({
			step: 'numbers';
			institution: InstitutionChoice | null;
			purpose: NumbersPurpose;
			/** The account that was chosen, where there was a login. */
			account: LinkAccount | null;
			error: LinkError | null;
	  } & TestAnswer<{ routing: string; account: string }>)
	| ({
			step: 'code';
			/** The account that the micro-deposit went to. */
			account: LinkAccount;
			error: LinkError | null;
	  } & TestAnswer<string>)
	| { step: 'finish'; institution: InstitutionChoice | null; accounts: LinkAccount[] }
	| { step: 'leaving'; institution: InstitutionChoice | null };

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
	/** To be told at once: OPEN, and all of them before the page is left for the bank's. Others come at the end. */
	events?: Event[];
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

/** What `/link/institutions` answers: the banks, or an exit because the link token is no good. */
export type InstitutionList =
	| { type: 'institutions'; query: string; language: string; institutions: InstitutionChoice[] }
	| Outcome;

/** What `/link/layer` answers. */
export type LayerAnswer = { type: 'layer'; event: Event } | Outcome;

export type Refusal = { error: LinkError; link_session_id: string; request_id: string };
