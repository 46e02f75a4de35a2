import type { TemplateResult } from 'lit';
import type { BankAccountTokenRequest } from '../../worker/contract.ts';
import { goToSuccessUrl } from '../attributes.ts';
import type { Authorization } from '../authorize/authorize.ts';
import { BankAuthorizedEvent, BankExitEvent, BankTokenEvent } from '../events.ts';
import { lazy } from '../lazy.ts';
import { dropsPendingWork, Failure } from './errors.ts';
import {
	claimDeclinedWork,
	claimWork,
	discardWork,
	markConnected,
	markDeclined,
	type PendingWork,
	releaseWork,
	startWork,
	unmarkDeclined,
} from './pending-work.ts';
import { postWithRetry } from './retry.ts';
import { type ConnectedBank, type FlowContext, isBusy } from './state.ts';

const loadAuthorize = lazy(() => import('../authorize/authorize.ts'));

/**
 * Completes what Link has begun: the exchange of the public token, then, with `authorize`, the debit authorization. Both
 * are pending work until they are done.
 */
export class Completion {
	readonly #flow: FlowContext;
	/** What this element is working on, or what its next press resumes. */
	#work: PendingWork | undefined;
	/** The element has been taken out of the page. Put back, it may claim what it has left there. */
	#wasRemoved = false;
	#authorization: Authorization | undefined;

	constructor(flow: FlowContext) {
		this.#flow = flow;
	}

	/** Makes pending work of what Link has returned. */
	start(body: BankAccountTokenRequest): PendingWork {
		return startWork(this.#flow.host.settings(), body);
	}

	/** What the shopper's next press resumes instead of opening Link. */
	resumable(): PendingWork | undefined {
		const { settings } = this.#flow.host;
		this.#work ??= (this.#wasRemoved ? claimWork(settings()) : undefined) ?? claimDeclinedWork(settings());
		return this.#work;
	}

	/** What an element like this one has left before a reload. */
	claimStored(): PendingWork | undefined {
		return claimWork(this.#flow.host.settings());
	}

	/** Whether the shopper has declined before a reload: that waits for a press and needs no preload. */
	claimsDeclined(): boolean {
		if (this.#work) return false;
		this.#work = claimDeclinedWork(this.#flow.host.settings());
		return this.#work !== undefined;
	}

	/**
	 * Works to the end.
	 * @returns `'another_bank'` if the shopper wants to connect another one instead.
	 */
	async finish(work: PendingWork, signal: AbortSignal): Promise<'done' | 'another_bank'> {
		this.#work = work;
		try {
			const { authorize, successUrl } = this.#flow.host.settings();
			const loading = authorize ? this.#loadAuthorization() : undefined;
			// A press after a reload: the authorization's file is not loaded yet.
			if (work.connected && !this.#authorization && !isBusy(this.#flow.state))
				this.#flow.setState({ status: 'loading', pressed: true });
			const bank = work.connected ?? (await this.#exchange(work, loading, signal));
			const authorization = await loading;
			signal.throwIfAborted();
			if (authorization) {
				if (work.connected) {
					this.#work = unmarkDeclined(work);
					authorization.show(bank, { takeFocus: false });
				}
				return await this.#authorize(authorization, bank, signal);
			}
			// Connected before a reload, and the page has dropped `authorize` since.
			if (work.connected) this.#connected(bank);
			goToSuccessUrl(successUrl, bank.connection);
			return 'done';
		} catch (error) {
			signal.throwIfAborted();
			const { expires } = this.#work ?? work;
			if (Date.now() > expires || (error instanceof Failure && dropsPendingWork(error))) this.#discard();
			throw error;
		}
	}

	/** The card of the authorization, or afterwards the link that saves a copy of its text. */
	view(): TemplateResult | undefined {
		return this.#authorization?.view();
	}

	/** As if the shopper had declined the authorization. What is being accepted cannot be taken back. */
	decline(): void {
		this.#authorization?.decline();
	}

	/** Leaves the work in the storage, for a reload or for the element when it is put back. */
	stop(): void {
		this.#wasRemoved = !this.#flow.host.element.isConnected;
		if (this.#work) releaseWork(this.#work);
		this.#work = undefined;
	}

	/** Deletes all that this element could resume. */
	discardAll(): void {
		const work = this.resumable() ?? this.claimStored();
		if (work) discardWork(work);
		this.#work = undefined;
	}

	#discard(): void {
		if (this.#work) discardWork(this.#work);
		this.#work = undefined;
	}

	async #loadAuthorization(): Promise<Authorization> {
		const { Authorization } = await loadAuthorize();
		this.#authorization ??= new Authorization(this.#flow);
		return this.#authorization;
	}

	/** From the public token to the connection, which the page learns from `bank-token`. */
	async #exchange(
		work: PendingWork,
		loading: Promise<Authorization> | undefined,
		signal: AbortSignal,
	): Promise<ConnectedBank> {
		const { host } = this.#flow;
		this.#flow.setState({ status: 'exchanging' });
		// The shopper may have signed in as somebody else since the work was stored: the backend compares.
		const { session } = host.settings();
		const body = { ...work.body, ...(session && { session }) };
		const [answer, authorization] = await Promise.all([
			postWithRetry('bank_account_tokens', body, { backend: work.backend, signal }),
			loading,
		]);
		signal.throwIfAborted();
		const { connection, account, institution } = answer;
		const bank: ConnectedBank = { connection, account, institution };
		if (authorization) {
			this.#work = markConnected(work, bank);
			authorization.show(bank, { takeFocus: true });
		} else this.#connected(bank);
		host.element.dispatchEvent(
			new BankTokenEvent({
				bankAccountToken: answer.bank_account_token,
				connection,
				account,
				institution,
				livemode: answer.livemode,
				requestId: answer.request_id,
				...(answer.duplicate_of && { duplicateOf: answer.duplicate_of }),
			}),
		);
		signal.throwIfAborted();
		return bank;
	}

	async #authorize(
		authorization: Authorization,
		bank: ConnectedBank,
		signal: AbortSignal,
	): Promise<'done' | 'another_bank'> {
		const { host } = this.#flow;
		const work = this.#work as PendingWork;
		const outcome = await authorization.ask(
			bank,
			(answer, signal) => {
				const { session } = host.settings();
				const { link_token } = work.body;
				const body = { link_token, connection: bank.connection, ...answer, ...(session && { session }) };
				return postWithRetry('authorizations', body, { backend: work.backend, signal });
			},
			signal,
		);
		signal.throwIfAborted();
		if (outcome === 'declined') {
			this.#work = markDeclined(work);
			this.#flow.setState({ status: 'idle', preloadPaused: true, connected: null });
			const { institution } = bank;
			host.element.dispatchEvent(
				new BankExitEvent({ status: 'authorization_declined', institution, error: null }),
			);
			return 'done';
		}
		if (outcome === 'another_bank') {
			this.#discard();
			this.#flow.setState({ status: 'loading', pressed: true, connected: null });
			return 'another_bank';
		}
		this.#connected({ ...bank, acceptedText: outcome.text });
		host.element.dispatchEvent(new BankAuthorizedEvent(outcome));
		signal.throwIfAborted();
		goToSuccessUrl(host.settings().successUrl, outcome.connection);
		return 'done';
	}

	/** All is done: the connection is the form's value, and nothing is left to resume. */
	#connected(bank: ConnectedBank): void {
		this.#discard();
		this.#flow.setState({ status: 'connected', connected: bank, error: null });
	}
}
