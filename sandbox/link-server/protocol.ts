/**
 * The protocol between Link's dialog and its server: `POST` JSON, same origin only.
 *
 * | path | body |
 * |---|---|
 * | `/link/institutions` | `{link_token, query}`: the search of `createEmbedded`, before there is a session |
 * | `/link/layer` | `{link_token, phone_number}` or `{link_token, date_of_birth}`: the page's `submit` |
 * | `/link/session` | `{link_token, webview?, institution_id?, received_redirect_uri?}`: starts or resumes a session |
 * | `/link/session/:id/consent` | `{}` |
 * | `…/method` | `{method}`: `login` or `numbers` |
 * | `…/search` | `{query}` |
 * | `…/institution` | `{institution_id}` |
 * | `…/onward` | `{}`: continues although the institution is degraded |
 * | `…/credentials` | `{username, password}` |
 * | `…/mfa` | `{answers}` |
 * | `…/oauth_open` | `{}`: the browser opens the bank's page |
 * | `…/oauth_check` | `{closed}`: asks whether the shopper has decided; `closed` says that the window is closed |
 * | `…/accounts` | `{account_ids}` |
 * | `…/numbers` | `{routing, account, name, subtype}` |
 * | `…/code` | `{code}`: the code of a micro-deposit |
 * | `…/retry` | `{}`: tries again after an error |
 * | `…/back` | `{}`: goes back to the institutions |
 * | `…/finish` | `{}` |
 * | `…/ask`, `…/stay` | `{}`: asks whether to leave; stays |
 * | `…/exit` | `{}` |
 *
 * Each returns an `Answer` (the first two have their own types), or a `Refusal` with status 400 (403 for a page of
 * another origin), which does not change the session. The bank's own page is at `/link/oauth/:state`.
 */

/** An error in the shape of `onExit`. */
export type LinkError = {
	error_type: string;
	error_code: string;
	/** For developers. */
	error_message: string;
	/** For the shopper. */
	display_message: string | null;
};

/**
 * The metadata of `onEvent`. Every key is always present.
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

/** An institution in a list. */
export type InstitutionChoice = InstitutionName & {
	/** `#rrggbb`: the color of its badge. */
	primary_color: string | null;
};

/** An account in the shape of `onSuccess`. */
export type LinkAccount = {
	id: string;
	name: string;
	mask: string | null;
	type: string;
	subtype: string | null;
	/** For an account that a micro-deposit verifies, e.g. `pending_manual_verification`. */
	verification_status: string | null;
	class_type: null;
};

export type MfaType = 'device' | 'code' | 'questions' | 'selections';

/** Why the shopper types in account numbers: for Instant Match, or for a kind of micro-deposit. */
export type NumbersPurpose = 'instant_match' | 'automated' | 'instant' | 'same_day';

/** The answer that the Sandbox expects. The dialog offers to fill it in. */
type TestAnswer<Answer> = { test_answer: Answer };

/** The session's step, with what the dialog shows. */
export type Screen =
	| { step: 'consent' }
	| { step: 'method' }
	| {
			step: 'search';
			query: string;
			institutions: InstitutionChoice[];
			/** Whether the shopper may type in account numbers instead. */
			can_type_numbers: boolean;
	  }
	| { step: 'degraded'; institution: InstitutionChoice }
	| {
			step: 'credentials';
			institution: InstitutionChoice;
			error: LinkError | null;
			/** False in update mode, which cannot change the institution. */
			can_go_back: boolean;
	  }
	| ({
			step: 'mfa';
			institution: InstitutionChoice;
			type: MfaType;
			/** `options` is null if the shopper types the answer. */
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
			/** Whether it replaces the merchant's page (in a web view), or opens in a window of its own. */
			redirects: boolean;
			/** The address for the merchant's tab, for when the window is blocked; `null` without a redirect URI. */
			redirect_url: string | null;
			/** After the page was opened: for how many milliseconds the bank still waits. */
			waiting: number | null;
			/** How the last attempt ended. */
			problem: 'closed' | 'failed' | null;
			can_go_back: boolean;
	  }
	| {
			step: 'failed';
			institution: InstitutionChoice | null;
			error: LinkError;
			/** What the shopper can do now. */
			can_retry: boolean;
			can_go_back: boolean;
			can_type_numbers: boolean;
	  }
	| {
			step: 'accounts';
			institution: InstitutionChoice;
			accounts: LinkAccount[];
			several: boolean;
			/** The ids of the accounts that are shared already, in update mode. */
			selected: string[];
			can_go_back: boolean;
	  }
	| ({
			step: 'numbers';
			institution: InstitutionChoice | null;
			purpose: NumbersPurpose;
			/** The selected account, if there was a login. */
			account: LinkAccount | null;
			error: LinkError | null;
	  } & TestAnswer<{ routing: string; account: string }>)
	| ({
			step: 'code';
			/** The account that got the micro-deposit. */
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
	/** The merchant's name, as Link shows it. */
	client_name: string;
	/** One of Plaid's, e.g. `en`. */
	language: string;
	screen: Screen;
	/**
	 * Events for the page, now: OPEN, and all events before the bank's page replaces the merchant's. The others come
	 * with the outcome.
	 */
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

/** How a session ended. Every later call of the session returns it again. */
export type Outcome = ({ type: 'success' } & Success) | ({ type: 'exit' } & Exit);

/** The session continues, or it has ended: by `finish`, by `exit`, or because of its link token. */
export type Answer = Progress | Outcome;

/** The response of `/link/institutions`: the institutions, or an exit because of the link token. */
export type InstitutionList =
	| { type: 'institutions'; query: string; language: string; institutions: InstitutionChoice[] }
	| Outcome;

/** The response of `/link/layer`. */
export type LayerAnswer = { type: 'layer'; event: Event } | Outcome;

export type Refusal = { error: LinkError; link_session_id: string; request_id: string };
