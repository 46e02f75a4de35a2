import type { Answer, Outcome, Progress } from '../../link-server/protocol.ts';
import { type Calls, callSession, type Opening, RefusalError, startSession } from './server.ts';
import { wordsOf } from './words/words.ts';

/** What is on screen follows from this alone. */
export type DialogState =
	| { phase: 'closed' }
	| { phase: 'starting'; problem: string | null }
	| {
			phase: 'step';
			progress: Progress;
			/** An answer is being waited for. */
			busy: boolean;
			/** The last request failed, and may be made again. */
			problem: string | null;
	  };

/** The calls that a step makes; leaving is another matter. */
export type StepCall = Exclude<keyof Calls, 'exit'>;

export type Session = {
	start(opening: Opening): Promise<void>;
	step<C extends StepCall>(call: C, body: Calls[C]): Promise<void>;
	leave(): Promise<void>;
	/** As the page wishes it: the shopper is asked first, where there is something to lose. */
	askToLeave(): void;
	/** Goes to the bank's page in this tab. */
	redirect(address: string): void;
	/** Tells a problem that the server knows nothing of. */
	complain(problem: string): void;
};

type Ears = {
	show(state: DialogState): void;
	opened(progress: Progress): void;
	ended(outcome: Outcome): void;
	redirect(address: string): void;
};

/** So long, in ms, leaving waits for the server's account of the session; the shopper is not kept longer. */
const patience = 3_000;

/**
 * One session after another, each driven by the server: what it answers is shown, what the shopper does is
 * sent. A session ends once, in `ended`; answers that come later are dropped.
 */
export function createSession({ show, opened, ended, redirect }: Ears): Session {
	let state: DialogState = { phase: 'closed' };
	let pending = new AbortController();
	let finishing = false;
	let leaving = false;

	function become(next: DialogState) {
		state = next;
		show(state);
	}

	/** Drops whatever is under way: its answer will not be looked at. */
	function supersede(): AbortSignal {
		pending.abort();
		pending = new AbortController();
		return pending.signal;
	}

	function take(answer: Answer) {
		if (answer.type === 'progress') {
			opened(answer);
			become({ phase: 'step', progress: answer, busy: false, problem: null });
			return;
		}
		supersede();
		finishing = false;
		leaving = false;
		become({ phase: 'closed' });
		ended(answer);
	}

	function failed(error: unknown) {
		const words = wordsOf(state.phase === 'step' ? state.progress.language : navigator.language.slice(0, 2));
		const problem = error instanceof RefusalError ? error.message : words.unreachable;
		if (state.phase === 'starting') become({ phase: 'starting', problem });
		else if (state.phase === 'step') become({ ...state, busy: false, problem });
	}

	async function leave() {
		if (state.phase === 'closed') return;
		leaving = true;
		// The server may have made the Item already: only its answer tells how the session ends.
		if (finishing) return;
		supersede();
		if (state.phase === 'starting') {
			take(unheard(null));
			return;
		}
		const { progress } = state;
		const { signal } = pending;
		become({ ...state, busy: true, problem: null });
		const inTime = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
		const answer = await callSession(progress.link_session_id, 'exit', {}, inTime).catch(() =>
			unheard(progress),
		);
		if (!signal.aborted) take(answer);
	}

	return {
		async start(opening) {
			const signal = supersede();
			become({ phase: 'starting', problem: null });
			try {
				const answer = await startSession(opening, signal);
				if (signal.aborted) return;
				take(answer);
			} catch (error) {
				if (!signal.aborted) failed(error);
			}
		},

		async step(call, body) {
			// A search may be typed on while one is under way; every other step waits for its answer.
			if (state.phase !== 'step' || state.busy || leaving) return;
			const signal = supersede();
			finishing = call === 'finish';
			become({ ...state, busy: call !== 'search', problem: null });
			try {
				const answer = await callSession(state.progress.link_session_id, call, body, signal);
				if (!signal.aborted) take(answer);
			} catch (error) {
				if (signal.aborted) return;
				finishing = false;
				failed(error);
				if (leaving) await leave();
			}
		},

		leave,

		askToLeave() {
			if (state.phase !== 'step' || state.progress.screen.step === 'consent' || state.busy || state.problem) {
				void leave();
			} else if (state.progress.screen.step !== 'leaving') void this.step('ask', {});
		},

		redirect,

		complain(problem) {
			if (state.phase === 'step') become({ ...state, problem });
		},
	};
}

/** An exit of which the server could not be told: what is known here. */
function unheard(progress: Progress | null): Outcome {
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
