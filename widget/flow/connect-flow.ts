import type { TemplateResult } from 'lit';
import { BankErrorEvent, BankEventEvent, BankExitEvent, BankOpenEvent, BankStatusEvent } from '../events.ts';
import { failureMessage } from '../messages/failures.ts';
import { Completion } from './complete.ts';
import { Failure } from './errors.ts';
import type { Link } from './link.ts';
import { exchangeRequest, exitDetail, failureOfExit, isInvalidLinkToken } from './link-result.ts';
import { LinkSession } from './link-session.ts';
import { claimOAuthReturn, isOAuthReturn, type OAuthReturn } from './oauth-return.ts';
import type { PendingWork } from './pending-work.ts';
import { type FlowContext, type FlowHost, type FlowState, initialState, type StateChange } from './state.ts';

/**
 * The flow from a press, or a preload before it, to a connected bank account: Link token, Link, exchange, authorization.
 * It owns the state. `stop` ends every call in progress, silently.
 */
export class ConnectFlow implements FlowContext {
	readonly host: FlowHost;
	state: FlowState = initialState;

	readonly #session: LinkSession;
	readonly #completion: Completion;
	/** Ends every call in progress; then there is a new one. */
	#life = new AbortController();
	/** A press is ignored until the one before it has ended, its last event included. */
	#isRunning = false;

	constructor(host: FlowHost) {
		this.host = host;
		this.#session = new LinkSession(host, (name, metadata) => this.#onLinkEvent(name, metadata));
		this.#completion = new Completion(this);
	}

	/** The only place that changes the state. */
	setState(change: StateChange): void {
		const previous = this.state;
		const { connected, error } = previous;
		this.state = { connected, error, ...change };
		this.host.stateChanged(previous);
		const { status } = this.state;
		if (status !== previous.status)
			this.host.element.dispatchEvent(new BankStatusEvent({ status, previous: previous.status }));
	}

	/** What a press does. Resolves when it has ended, with an event; it never rejects. */
	async open(): Promise<void> {
		if (this.#isRunning) return;
		const work = this.#completion.resumable();
		if (!work && !this.#isEmbedded && !this.#mayOpen()) return;
		// A listener of `bank-open` may have opened, stopped or removed the element.
		if (this.#isRunning || !this.host.element.isConnected) return;
		await this.#run((signal) => this.#connect(signal, { work }));
	}

	/** Prepares Link before the shopper presses. A failure is reported only when the shopper does. */
	async preload(): Promise<void> {
		if (this.state.status !== 'idle' || this.state.preloadPaused || this.#isRunning) return;
		// What was declined before a reload needs no Link. The button is there to resume it, also in place of a bank search.
		if (this.#completion.claimsDeclined()) return this.#settle({ preloadPaused: true });
		// A bank search has no button to press: it is shown as soon as it is ready.
		if (this.#isEmbedded) return this.open();
		const { signal } = this.#life;
		try {
			await this.#prepareLink(signal, { pressed: false });
		} catch {
			// A press in the meantime reports the failure itself.
			if (!signal.aborted && !this.#isRunning) this.#settle({ preloadPaused: true });
		}
	}

	/** Resumes what was started before the page was loaded: pending work, or a Link session that a bank's page interrupted. */
	async resume(): Promise<void> {
		if (this.#isRunning || this.state.status === 'failed') return;
		const work = this.#completion.claimStored();
		if (work)
			await this.#run((signal) => {
				this.setState({ status: 'exchanging' });
				return this.#connect(signal, { work });
			});
		else if (isOAuthReturn()) await this.#run((signal) => this.#returnFromBank(signal));
	}

	/** Leaves Link or declines the authorization, as if the shopper had. Does not stop an exchange or an acceptance. */
	close(): void {
		const { state } = this;
		switch (state.status) {
			case 'open':
				this.#session.leave();
				break;
			case 'authorizing':
				this.#completion.decline();
				break;
			case 'loading':
			case 'ready':
				// Link is not open yet: the press is canceled.
				if (state.pressed) this.stop({ preloadPaused: true });
		}
	}

	/** Ends every call in progress and removes Link from the page. Pending work stays in the storage. */
	stop({ preloadPaused = false } = {}): void {
		this.#abort();
		if (this.state.status !== 'failed') this.#settle({ preloadPaused });
	}

	/** Forgets what was connected or pending, and starts over. */
	reset(): void {
		this.#completion.discardAll();
		this.#abort();
		this.setState(initialState);
	}

	/** What the authorization adds to the element: its card, or afterwards the copy of its text. */
	authorizationView(): TemplateResult | undefined {
		return this.#completion.view();
	}

	get #isEmbedded(): boolean {
		return this.host.settings().embedded;
	}

	/** Announces that Link is about to open; false if the page does not want that. */
	#mayOpen(): boolean {
		return this.host.element.dispatchEvent(new BankOpenEvent({}));
	}

	/** Sets the status in which nothing is in progress. */
	#settle({ preloadPaused }: { preloadPaused: boolean }): void {
		const { connected } = this.state;
		if (connected) this.setState({ status: 'connected', connected });
		else this.setState({ status: 'idle', preloadPaused });
	}

	#abort(): void {
		this.#life.abort();
		this.#life = new AbortController();
		this.#isRunning = false;
		this.#session.drop();
		this.#completion.stop();
	}

	async #run(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
		const { signal } = this.#life;
		this.#isRunning = true;
		try {
			await work(signal);
		} catch (error) {
			if (!signal.aborted) this.#fail(error);
		} finally {
			if (!signal.aborted) this.#isRunning = false;
		}
	}

	#fail(error: unknown): void {
		this.#session.drop();
		const failure = error instanceof Failure ? error : new Failure('link_failed', String(error));
		const { code, message, retryable, requestId, connection } = failure;
		const detail = {
			code,
			message,
			displayMessage: failureMessage(failure, this.host.locale.messages),
			retryable,
			requestId,
			...(connection && { connection }),
		};
		this.setState({ status: 'failed', error: detail });
		this.host.element.dispatchEvent(new BankErrorEvent(detail));
	}

	/** Finishes pending work, or opens Link and finishes what it returns. Repeats if the shopper wants another bank. */
	async #connect(
		signal: AbortSignal,
		{ work, oauthReturn }: { work?: PendingWork | undefined; oauthReturn?: OAuthReturn },
	): Promise<void> {
		let current = work ?? (await this.#goThroughLink(signal, oauthReturn));
		while (current && (await this.#completion.finish(current, signal)) === 'another_bank') {
			if (!this.#isEmbedded && !this.#mayOpen()) return this.#settle({ preloadPaused: true });
			signal.throwIfAborted();
			current = await this.#goThroughLink(signal);
		}
	}

	async #returnFromBank(signal: AbortSignal): Promise<void> {
		this.setState({ status: 'loading', pressed: true });
		const oauthReturn = await claimOAuthReturn(this.host.settings(), signal);
		if (oauthReturn === 'stale')
			throw new Failure(
				'oauth_return_stale',
				'A bank has sent the shopper back, but the Link session has expired, or was not opened in this tab.',
			);
		if (oauthReturn && this.#mayOpen()) await this.#connect(signal, { oauthReturn });
		else this.#settle({ preloadPaused: false });
	}

	/** Opens Link. Returns pending work once the shopper has chosen an account, undefined if the shopper has left. */
	async #goThroughLink(signal: AbortSignal, oauthReturn?: OAuthReturn): Promise<PendingWork | undefined> {
		let renewed = false;
		for (;;) {
			const link = await this.#prepareLink(signal, { pressed: true, oauthReturn });
			signal.throwIfAborted();
			const closed = this.#session.open();
			if (oauthReturn || !this.#isEmbedded) this.setState({ status: 'open' });
			const result = await closed;
			signal.throwIfAborted();
			if ('publicToken' in result) {
				this.#session.drop();
				return this.#completion.start(exchangeRequest(link.token, result.publicToken, result.metadata));
			}
			const failure = failureOfExit(result, oauthReturn !== undefined);
			// If the shopper has left Link, its token is still valid for the next press.
			if (failure) this.#session.drop();
			else this.#session.removeLink();
			// The token is spent, or expired by Plaid's clock, which may differ from ours: it is renewed once, silently.
			if (failure?.code === 'link_failed' && isInvalidLinkToken(result.error) && !renewed) {
				renewed = true;
				continue;
			}
			if (failure) throw failure;
			this.#settle({ preloadPaused: true });
			this.host.element.dispatchEvent(new BankExitEvent(exitDetail(result)));
			signal.throwIfAborted();
			// The bank search stays in its place.
			if (oauthReturn || !this.#isEmbedded) return;
		}
	}

	async #prepareLink(
		signal: AbortSignal,
		{ pressed, oauthReturn }: { pressed: boolean; oauthReturn?: OAuthReturn | undefined },
	): Promise<Link> {
		const { state } = this;
		if (!this.#session.isPrepared) this.setState({ status: 'loading', pressed });
		else if (pressed && (state.status === 'loading' || state.status === 'ready'))
			this.setState({ ...state, pressed });
		const link = await this.#session.prepare(signal, oauthReturn);
		// The shopper may have pressed in the meantime, or be past Link already.
		if (this.state.status === 'loading') this.setState({ ...this.state, status: 'ready' });
		return link;
	}

	#onLinkEvent(name: string, metadata: Record<string, unknown>): void {
		// The bank search has opened Link by itself.
		if (name === 'OPEN' && this.#isEmbedded) {
			// Another bank search of the page may have stored its session after this one.
			this.#session.storeForReturn();
			this.#mayOpen();
			this.setState({ status: 'open' });
		}
		this.host.element.dispatchEvent(new BankEventEvent({ name, metadata }));
	}
}
