/** A Link session: which step the shopper is at. `transitions.ts` changes the step. */
import type { SandboxInstitution } from '../plaid/institutions.ts';
import type { Account, Item, LinkSession, LinkToken } from '../plaid/records.ts';
import type { MfaRound } from './mfa.ts';
import type { Event, LinkError, NumbersPurpose, Outcome } from './protocol.ts';

export type OpenSession = {
	linkToken: LinkToken;
	/** What `/link/token/get` returns of the session. */
	record: LinkSession;
	/** The id of the current request, or of the last one. */
	requestId: string;
	/** Whether the page is in a web view: the bank's page then replaces it. */
	webview: boolean;
	stage: Stage;
	/** All events of the session, in order. */
	events: Event[];
	/** How many of the events the page has received. */
	eventsSent: number;
	oauthRequests: OAuthRequest[];
};

/** Each step of the dialog, with what the server has to know there. */
export type Stage =
	/** `preselected` is the institution that the shopper chose in `createEmbedded`, before Link opened. */
	| { step: 'consent'; preselected: SandboxInstitution | null }
	| { step: 'method' }
	| { step: 'search'; query: string; found: SandboxInstitution[] }
	| { step: 'degraded'; institution: SandboxInstitution }
	| { step: 'credentials'; institution: SandboxInstitution; error: LinkError | null }
	| {
			step: 'mfa';
			institution: SandboxInstitution;
			login: Login;
			rounds: readonly MfaRound[];
			/** The index of the current round. */
			round: number;
			error: LinkError | null;
	  }
	| { step: 'oauth'; institution: SandboxInstitution; request: OAuthRequest; problem: OAuthProblem | null }
	| ({ step: 'failed'; institution: SandboxInstitution | null; error: LinkError } & AfterFailure)
	| {
			step: 'accounts';
			institution: SandboxInstitution;
			username: string;
			accounts: Account[];
			/** If set, the shopper types in the numbers of the selected account, for this purpose. */
			purpose: NumbersPurpose | null;
	  }
	| {
			step: 'numbers';
			institution: SandboxInstitution | null;
			purpose: NumbersPurpose;
			username: string;
			account: Account | null;
			error: LinkError | null;
	  }
	| {
			step: 'code';
			institution: SandboxInstitution | null;
			/** What the micro-deposit verifies; `null` in update mode, where it is the Item's. */
			linked: Linked | null;
			account: Account;
			wrongCodes: number;
			error: LinkError | null;
	  }
	| ({ step: 'finish' } & Linked)
	/** Asks whether to leave. `from` is the step to return to. */
	| { step: 'leaving'; from: Exclude<Stage, { step: 'leaving' | 'ended' }> }
	| { step: 'ended'; outcome: Outcome };

export type OpenStage = Exclude<Stage, { step: 'ended' }>;

/** What the Item will be made of. */
export type Linked = {
	/** `null` if the shopper typed in account numbers. */
	institution: SandboxInstitution | null;
	username: string;
	accounts: Account[];
	authMethod?: Item['authMethod'];
	numbers?: Item['numbers'];
};

export type Login = { username: string; password: string };

/** How the last visit to the bank's page ended. */
export type OAuthProblem = 'closed' | 'failed';

/** What is possible after an error: the exit status if the shopper leaves, and where a retry leads. */
export type AfterFailure = { status: string | null; retry: 'credentials' | 'oauth' | null };

/** One visit to a bank's page. */
export type OAuthRequest = {
	stateId: string;
	session: OpenSession;
	institution: SandboxInstitution;
	/** The accounts that the bank's page offers. */
	accounts: Account[];
	/** Milliseconds since 1970; `null` until the bank's page is opened. */
	expiresAt: number | null;
	/** What the shopper decided at the bank's page. */
	decision: { granted: Account[] } | 'denied' | null;
	/** Whether Link has processed the decision. It does so once. */
	processed: boolean;
};

/** The stage whose details count: while the dialog asks whether to leave, that is the step before. */
export const currentStage = ({ stage }: OpenSession): Exclude<Stage, { step: 'leaving' }> =>
	stage.step === 'leaving' ? stage.from : stage;

/** The institution that the shopper has selected, if the step has one. */
export function selectedInstitution(session: OpenSession): SandboxInstitution | null {
	const stage = currentStage(session);
	return 'institution' in stage ? stage.institution : null;
}
