/** One Link session after another, each driven by the server. */
import type { Answer, Event, Outcome, Progress } from '../../link-server/protocol.ts';
import { browserMessages, messagesFor } from './messages/messages.ts';
import { type Calls, callSession, type Opening, RefusalError, startSession } from './server.ts';

/** Everything on screen follows from this state. */
export type DialogState =
	| { phase: 'closed' }
	/** The server has not answered yet. */
	| { phase: 'starting'; problem: string | null }
	| {
			phase: 'step';
			progress: Progress;
			/** Whether the step waits for an answer. */
			busy: boolean;
			/** Why the last request failed. It can be repeated. */
			problem: string | null;
	  };

/** The calls that a step makes. */
export type StepCall = Exclude<keyof Calls, 'exit'>;

export type Session = {
	start(opening: Opening): Promise<void>;
	/** Sends what the shopper did, and shows the answer. */
	step<C extends StepCall>(call: C, body: Calls[C]): Promise<void>;
	/** Ends the session. */
	leave(): Promise<void>;
	/** Ends the session, but first asks the shopper if there is something to lose. */
	askToLeave(): void;
	/** Replaces the merchant's page with the bank's. */
	redirect(address: string): void;
	/** Shows a problem that the server does not know. */
	showProblem(problem: string): void;
};

export type SessionCallbacks = {
	onState(state: DialogState): void;
	/** Events for the page that cannot wait until the session ends. */
	onEvents(events: readonly Event[]): void;
	onEnd(outcome: Outcome): void;
	onRedirect(address: string): void;
};

/** How long leaving waits for the server, in milliseconds. After that, Link closes without its answer. */
const exitTimeout = 3_000;

/**
 * What limits the shopper's actions:
 * - `finishing`: the server may have created the Item already, so only its answer says how the session ends.
 * - `leaving`: no more steps are accepted.
 * - `leaving-after-finish`: the shopper left while the session was finishing. It ends as the server says, or by an
 *   exit if finishing fails.
 */
type Ending = 'none' | 'finishing' | 'leaving' | 'leaving-after-finish';

export function createSession({ onState, onEvents, onEnd, onRedirect }: SessionCallbacks): Session {
	let state: DialogState = { phase: 'closed' };
	let ending: Ending = 'none';
	let pending = new AbortController();

	function setState(next: DialogState) {
		state = next;
		onState(state);
	}

	/** Aborts the current request and ignores its answer. Returns the signal of the next one. */
	function supersede(): AbortSignal {
		pending.abort();
		pending = new AbortController();
		return pending.signal;
	}

	function accept(answer: Answer) {
		if (answer.type === 'progress') {
			onEvents(answer.events ?? []);
			setState({ phase: 'step', progress: answer, busy: false, problem: null });
			return;
		}
		supersede();
		ending = 'none';
		setState({ phase: 'closed' });
		onEnd(answer);
	}

	function showError(error: unknown) {
		const problem = error instanceof RefusalError ? error.message : messagesOf(state).unreachable;
		if (state.phase === 'starting') setState({ phase: 'starting', problem });
		else if (state.phase === 'step') setState({ ...state, busy: false, problem });
	}

	async function start(opening: Opening) {
		const signal = supersede();
		setState({ phase: 'starting', problem: null });
		try {
			const answer = await startSession(opening, signal);
			if (!signal.aborted) accept(answer);
		} catch (error) {
			if (!signal.aborted) showError(error);
		}
	}

	async function step<C extends StepCall>(call: C, body: Calls[C]) {
		const isLeaving = ending === 'leaving' || ending === 'leaving-after-finish';
		// A search does not make the step busy, so that the shopper can type on. The latest search wins.
		if (state.phase !== 'step' || state.busy || isLeaving) return;
		const signal = supersede();
		ending = call === 'finish' ? 'finishing' : 'none';
		setState({ ...state, busy: call !== 'search', problem: null });
		try {
			const answer = await callSession(state.progress.link_session_id, { call, body }, signal);
			if (!signal.aborted) accept(answer);
		} catch (error) {
			if (signal.aborted) return;
			const hasLeft = currentEnding() === 'leaving-after-finish';
			ending = 'none';
			showError(error);
			if (hasLeft) await leave();
		}
	}

	/** Reads the value after an `await`. TypeScript would assume that it is unchanged. */
	function currentEnding(): Ending {
		return ending;
	}

	async function leave() {
		if (state.phase === 'closed') return;
		if (ending === 'finishing' || ending === 'leaving-after-finish') {
			ending = 'leaving-after-finish';
			return;
		}
		ending = 'leaving';
		const signal = supersede();
		if (state.phase === 'starting') {
			accept(exitWithoutServer(null));
			return;
		}
		const { progress } = state;
		setState({ ...state, busy: true, problem: null });
		const deadline = AbortSignal.any([signal, AbortSignal.timeout(exitTimeout)]);
		const answer = await callSession(progress.link_session_id, { call: 'exit', body: {} }, deadline).catch(
			() => exitWithoutServer(progress),
		);
		if (!signal.aborted) accept(answer);
	}

	function askToLeave() {
		const hasNothingToLose =
			state.phase !== 'step' ||
			state.progress.screen.step === 'consent' ||
			state.busy ||
			state.problem !== null;
		if (hasNothingToLose) void leave();
		else if (state.phase === 'step' && state.progress.screen.step !== 'leaving') void step('ask', {});
	}

	return {
		start,
		step,
		leave,
		askToLeave,
		redirect: onRedirect,
		showProblem(problem) {
			if (state.phase === 'step') setState({ ...state, problem });
		},
	};
}

/** The messages in the link token's language, or in the browser's until the server has named it. */
export const messagesOf = (state: DialogState) =>
	state.phase === 'step' ? messagesFor(state.progress.language) : browserMessages();

/** An exit that the server does not confirm, with what is known here. */
function exitWithoutServer(progress: Progress | null): Outcome {
	const institution = progress && 'institution' in progress.screen ? progress.screen.institution : null;
	return {
		type: 'exit',
		events: [],
		error: null,
		metadata: {
			institution: institution && { name: institution.name, institution_id: institution.institution_id },
			status: null,
			link_session_id: progress?.link_session_id ?? '',
			request_id: progress?.request_id ?? '',
		},
	};
}
