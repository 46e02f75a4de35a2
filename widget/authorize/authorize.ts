import type { TemplateResult } from 'lit';
import type { AuthorizationAnswer } from '../../worker/contract.ts';
import type { BankAuthorizedDetail } from '../events.ts';
import type { AuthorizationStep, ConnectedBank, FlowContext } from '../flow/state.ts';
import { authorizationMessages } from '../messages/authorization.ts';
import { focusMain } from '../view.ts';
import { authorizationStyles } from './styles.ts';
import { cardView, copyView } from './view.ts';

/** What the shopper decides: with this account, not at all, or with another bank. */
export type AuthorizationOutcome = BankAuthorizedDetail | 'declined' | 'another_bank';

/** Requests the text for an account holder's name; with `accept`, accepts the authorization of that id. */
type Submit = (
	answer: { name?: string; accept?: string },
	signal: AbortSignal,
) => Promise<AuthorizationAnswer>;

/**
 * The debit authorization: the Worker's text, the shopper's answer, and a copy of the text for as long as the page lives.
 * Loaded when an element has `authorize`.
 */
export class Authorization {
	readonly #flow: FlowContext;
	/** As the shopper has typed it, for this connection. */
	#holderName = '';
	#namedConnection = '';
	/** Ends the step that waits for the shopper. */
	#proceed: (next: 'forward' | 'rename') => void = () => {};
	/** Ends the authorization. */
	#end: (outcome: 'declined' | 'another_bank') => void = () => {};
	#ended: Promise<'declined' | 'another_bank'> = new Promise(() => {});

	constructor(flow: FlowContext) {
		this.#flow = flow;
		this.#root.adoptedStyleSheets.push(authorizationStyles.styleSheet as CSSStyleSheet);
	}

	/** Shows the card, before the page learns of the connection. */
	show(bank: ConnectedBank, { takeFocus }: { takeFocus: boolean }): void {
		if (this.#namedConnection !== bank.connection) this.#holderName = '';
		this.#namedConnection = bank.connection;
		const { promise, resolve } = Promise.withResolvers<'declined' | 'another_bank'>();
		this.#ended = promise;
		this.#end = resolve;
		// After Link, sometimes nothing has the focus: then the card takes it, but not from what the shopper has focused since.
		const isFocusFree = document.activeElement === null || document.activeElement === document.body;
		this.#flow.setState({
			status: 'authorizing',
			connected: null,
			error: null,
			bank,
			step: { name: 'loading' },
		});
		if (takeFocus && isFocusFree) this.#focusCard();
	}

	/** Asks until the shopper has decided. Throws what `submit` throws, or the signal's reason. */
	async ask(bank: ConnectedBank, submit: Submit, signal: AbortSignal): Promise<AuthorizationOutcome> {
		const over = new AbortController();
		const either = AbortSignal.any([signal, over.signal]);
		const aborted = new Promise<never>((_, reject) => {
			either.addEventListener('abort', () => reject(either.reason));
		});
		try {
			return await Promise.race([this.#untilAccepted(bank, submit, either), this.#ended, aborted]);
		} finally {
			over.abort();
		}
	}

	/** Declines, as if the shopper had. An acceptance that is being sent cannot be canceled. */
	decline(): void {
		const { state } = this.#flow;
		if (state.status === 'authorizing' && state.step.name !== 'accepting') this.#end('declined');
	}

	/** The card, or after accepting the link that saves a copy. */
	view(): TemplateResult | undefined {
		const { host, state } = this.#flow;
		const messages = { ...authorizationMessages, ...host.locale.messages };
		if (state.status === 'authorizing')
			return cardView({
				messages,
				bank: state.bank,
				step: state.step,
				holderName: this.#holderName,
				canChangeBank: !host.settings().connection,
				accept: () => this.#proceed('forward'),
				rename: () => this.#proceed('rename'),
				submitName: (name) => {
					this.#holderName = name;
					this.#proceed('forward');
				},
				end: (outcome) => this.#end(outcome),
			});
		const text = state.status === 'connected' ? state.connected.acceptedText : undefined;
		return text === undefined ? undefined : copyView(messages, text);
	}

	async #untilAccepted(
		bank: ConnectedBank,
		submit: Submit,
		signal: AbortSignal,
	): Promise<BankAuthorizedDetail> {
		const submitNamed = (accept?: string) =>
			submit({ ...(this.#holderName && { name: this.#holderName }), ...(accept && { accept }) }, signal);
		for (;;) {
			let offer: AuthorizationAnswer | undefined;
			try {
				offer = await submitNamed();
			} catch (error) {
				if ((error as { code?: string }).code !== 'holder_name_required') throw error;
			}
			signal.throwIfAborted();
			// An authorization that was accepted before is in effect: a repair asks for nothing twice.
			while (offer && !offer.accepted_at) {
				if ((await this.#shopper(bank, { name: 'reading', offer })) === 'rename') offer = undefined;
				else {
					this.#setStep(bank, { name: 'accepting', offer });
					// A text that has changed in the meantime comes back unaccepted.
					offer = await submitNamed(offer.authorization);
					signal.throwIfAborted();
				}
			}
			if (offer?.accepted_at) {
				const { authorization, text, accepted_at } = offer;
				return { connection: bank.connection, authorization, text, acceptedAt: accepted_at };
			}
			await this.#shopper(bank, { name: 'naming' });
			this.#setStep(bank, { name: 'loading' });
		}
	}

	/** Shows this step. Resolves when the shopper has finished it. */
	#shopper(bank: ConnectedBank, step: AuthorizationStep): Promise<'forward' | 'rename'> {
		return new Promise((resolve) => {
			this.#proceed = resolve;
			this.#setStep(bank, step);
		});
	}

	#setStep(bank: ConnectedBank, step: AuthorizationStep): void {
		this.#flow.setState({ status: 'authorizing', connected: null, bank, step });
	}

	get #root(): ShadowRoot {
		return this.#flow.host.element.renderRoot as ShadowRoot;
	}

	async #focusCard(): Promise<void> {
		await this.#flow.host.element.updateComplete;
		// The shopper may have left in the meantime.
		if (this.#flow.state.status === 'authorizing') focusMain(this.#root);
	}
}
