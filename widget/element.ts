import { LitElement, type PropertyValues } from 'lit';
import type { BankAccountTokenRequest } from '../worker/contract.ts';
import { ask, exchange } from './backend.ts';
import {
	type Account,
	BankErrorEvent,
	BankEventEvent,
	BankExitEvent,
	BankOpenEvent,
	BankStatusEvent,
	BankTokenEvent,
	type Institution,
} from './events.ts';
import { type BankErrorDetail, Failure } from './failure.ts';
import { createLink, type Link, type SuccessMetadata } from './link.ts';
import { loadPlaid, scriptAddress, warn } from './link-script.ts';
import type { Status } from './status.ts';
import { styles } from './styles.ts';
import { forget, keep, letGo, pickUp, type Unfinished } from './unfinished.ts';
import { view } from './view.ts';
import { explain, words } from './words.ts';

/** A link token this close to its end is not opened any more, in ms. */
const margin = 60_000;

/** Codes after which the same exchange can never succeed: only a fresh Link session helps. */
const hopeless = /^(link_|public_|exchange_[lc]|account_|parameter_|bank_[la])/;

const text = { reflect: true, useDefault: true };
const flag = { type: Boolean, reflect: true, useDefault: true };

/**
 * A button with which a shopper connects a bank account: Plaid Link in front, a Stripe bank account token as the fruit.
 *
 * @slot - The button's label.
 * @slot connected - What stands there once a bank is connected.
 * @slot error - What stands there when something went wrong.
 * @slot fallback - Shown when Link's script is blocked: another way to pay.
 * @fires bank-open, bank-event, bank-token, bank-exit, bank-error, bank-status
 */
export class PlaidStripeConnect extends LitElement {
	static readonly version: string = '0.1.0';
	/** The backend of elements that name none; without it, the page's own origin. */
	static backend = '';
	static readonly formAssociated = true;
	static override readonly shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };
	static override readonly styles = styles;
	static override readonly properties = {
		backend: text,
		preload: text,
		name: text,
		theme: text,
		linkScript: { ...text, attribute: 'link-script' },
		successUrl: { ...text, attribute: 'success-url' },
		disabled: flag,
		required: flag,
	};

	/** The Worker's origin. */
	declare backend: string;
	/** When to get a link token and Link's script. */
	declare preload: 'none' | 'intent' | 'visible' | 'eager';
	declare name: string;
	declare theme: 'auto' | 'light' | 'dark';
	/** Another Link script, for the sandbox: loopback or same origin only. */
	declare linkScript: string;
	/** Where to go afterwards, with `?connection=…`: same origin or https. */
	declare successUrl: string;
	declare disabled: boolean;
	declare required: boolean;

	readonly #internals = this.attachInternals();
	#status: Status = 'idle';
	#account: Account | null = null;
	#institution: Institution | null = null;
	#error: BankErrorDetail | null = null;
	#value = '';

	/** Ends everything in flight when the element goes, or starts over. */
	#life = new AbortController();
	/** From the shopper's press to the end of what it began. */
	#busy = false;
	#barred = false;
	#arrived = false;
	/** A preload has failed: nothing more until the shopper asks for it. */
	#shy = false;
	#sight: IntersectionObserver | undefined;
	#preparing: Promise<Link> | undefined;
	#link: Link | undefined;
	#expires = 0;
	#unfinished: Unfinished | undefined;

	/** Registers the element, unless a script before has done so. */
	static define(tag = 'plaid-stripe-connect', registry = customElements): void {
		const there = registry.get(tag) as typeof PlaidStripeConnect | undefined;
		if (!there) registry.define(tag, this);
		else if (there.version !== this.version)
			console.warn(`<${tag}> is defined already, by version ${there.version}: ${this.version} is not used.`);
	}

	constructor() {
		super();
		this.backend = this.name = this.linkScript = this.successUrl = '';
		this.preload = 'intent';
		this.theme = 'auto';
		this.disabled = this.required = false;
		this.#internals.states.add('idle');
		const near = () => /^(none|visible|eager)$/.test(this.preload) || this.#preload();
		this.addEventListener('pointerenter', near);
		this.addEventListener('focusin', near);
	}

	get status(): Status {
		return this.#status;
	}
	get account(): Account | null {
		return this.#account;
	}
	get institution(): Institution | null {
		return this.#institution;
	}
	get error(): BankErrorDetail | null {
		return this.#error;
	}
	/** The connection's id (`conn_…`), or an empty string. */
	get value(): string {
		return this.#value;
	}

	get form(): HTMLFormElement | null {
		return this.#internals.form;
	}
	get labels(): NodeList {
		return this.#internals.labels;
	}
	get validity(): ValidityState {
		return this.#internals.validity;
	}
	get validationMessage(): string {
		return this.#internals.validationMessage;
	}
	get willValidate(): boolean {
		return this.#internals.willValidate;
	}
	checkValidity(): boolean {
		return this.#internals.checkValidity();
	}
	reportValidity(): boolean {
		return this.#internals.reportValidity();
	}
	formDisabledCallback(disabled: boolean): void {
		this.#barred = disabled;
		this.requestUpdate();
	}
	formResetCallback(): void {
		this.reset();
	}

	override connectedCallback(): void {
		super.connectedCallback();
		this.#arrived = true;
		this.requestUpdate();
	}

	override disconnectedCallback(): void {
		super.disconnectedCallback();
		// An element that is only moved is back before this task ends, and goes on.
		queueMicrotask(() => this.isConnected || this.#stop());
	}

	/** Begins, as a press of the button does. Resolves when it is over: connected, left or failed. */
	async open(): Promise<void> {
		if (this.#busy || this.disabled || this.#barred || !this.isConnected) return;
		if (!this.#unfinished && !this.dispatchEvent(new BankOpenEvent())) return;
		// A listener may have begun, ended or removed it meanwhile.
		if (!this.#busy && this.isConnected) await this.#run();
	}

	/** Closes Link, as if the shopper had left. An exchange goes on. */
	close(): void {
		if (this.#status === 'open') this.#link?.leave();
		else if (this.#busy && this.#status === 'loading') this.#stop();
	}

	/** Forgets what was connected, and starts over. */
	reset(): void {
		if (this.#unfinished) forget(this, this.#unfinished);
		this.#unfinished = undefined;
		this.#account = this.#institution = this.#error = null;
		this.#setValue('');
		this.#stop();
		this.#to('idle');
	}

	get #origin(): string {
		const { backend } = this.constructor as typeof PlaidStripeConnect;
		const { origin } = location;
		try {
			return new URL(this.backend || backend || origin).origin;
		} catch {
			warn(`backend is ignored: ${this.backend} is not an origin.`);
			return backend || origin;
		}
	}

	/** The only place that changes the status. */
	#to(status: Status): void {
		const previous = this.#status;
		this.requestUpdate();
		if (status === previous) return;
		this.#internals.states.delete(previous);
		this.#internals.states.add(status);
		this.#status = status;
		this.dispatchEvent(new BankStatusEvent({ status, previous }));
	}

	#setValue(value: string): void {
		this.#value = value;
		this.#internals.setFormValue(value || null);
	}

	/** Where the element rests when nothing is going on. */
	#rest(): void {
		this.#to(this.#value ? 'connected' : 'idle');
	}

	/** Drops everything in flight, and leaves nothing in the page. What is unfinished stays in the session's storage. */
	#stop(): void {
		this.#life.abort();
		this.#life = new AbortController();
		this.#sight?.disconnect();
		this.#drop();
		this.#busy = this.#shy = false;
		if (this.#unfinished) letGo(this.#unfinished);
		if (this.#status !== 'failed') this.#rest();
	}

	#drop(): void {
		this.#link?.destroy();
		this.#link = this.#preparing = undefined;
	}

	async #run(): Promise<void> {
		const { signal } = this.#life;
		this.#busy = true;
		this.requestUpdate();
		try {
			const body = this.#unfinished?.body ?? (await this.#choose(signal));
			if (body) await this.#exchange(body, signal);
		} catch (error) {
			if (!signal.aborted) {
				this.#drop();
				this.#fail(error);
			}
		} finally {
			if (!signal.aborted) {
				this.#busy = false;
				this.requestUpdate();
			}
		}
	}

	#preload(): void {
		if (this.#status !== 'idle' || this.#busy || this.#shy || this.disabled || this.#barred) return;
		const { signal } = this.#life;
		this.#prepare().catch(() => {
			if (signal.aborted || this.#busy) return;
			this.#shy = true;
			this.#rest();
		});
	}

	/** A Link to open: the one at hand, or else a link token and the script, asked for side by side. */
	#prepare(): Promise<Link> {
		if (this.#link && Date.now() > this.#expires) this.#drop();
		if (!this.#preparing) {
			const { signal } = this.#life;
			this.#to('loading');
			const preparing = Promise.all([
				ask(this.#origin, 'link_tokens', {}, signal),
				loadPlaid(scriptAddress(this.linkScript), this.nonce),
			]).then(([{ link_token, expiration }, plaid]) => {
				signal.throwIfAborted();
				this.#expires = Date.parse(expiration) - margin;
				this.#link = createLink(plaid, link_token, (name, metadata) => {
					if (!signal.aborted) this.dispatchEvent(new BankEventEvent({ name, metadata }));
				});
				this.#to('ready');
				return this.#link;
			});
			preparing.catch(() => {
				if (this.#preparing === preparing) this.#preparing = undefined;
			});
			this.#preparing = preparing;
		}
		return this.#preparing;
	}

	/** One way through Link: what is to be exchanged, or nothing when the shopper left. */
	async #choose(signal: AbortSignal): Promise<BankAccountTokenRequest | undefined> {
		for (let renewed = false; ; renewed = true) {
			const link = await this.#prepare();
			signal.throwIfAborted();
			const left = link.open();
			this.#to('open');
			const outcome = await left;
			signal.throwIfAborted();
			this.#drop();
			if ('publicToken' in outcome) {
				const { publicToken, metadata } = outcome;
				if (!publicToken) throw new Failure('link_failed', 'Plaid Link gave no public token.');
				const account_id = chosen(metadata);
				return { link_token: link.token, public_token: publicToken, ...(account_id && { account_id }) };
			}
			const { error, metadata } = outcome;
			// Used up or expired, maybe by a clock that we do not have: renewed without a word.
			if (error?.error_code === 'INVALID_LINK_TOKEN' && !renewed) continue;
			// With the bank's or the shopper's own trouble on screen, the shopper left; anything else is Link's.
			if (error && !metadata?.status && !/^I(TEM|NSTITUTION)_/.test(error.error_type)) {
				const { error_type, error_code, error_message, display_message } = error;
				const message = `Plaid Link: ${error_type} ${error_code}: ${error_message}`;
				throw new Failure('link_failed', message, true, display_message);
			}
			this.#rest();
			this.dispatchEvent(
				new BankExitEvent({
					status: metadata?.status ?? null,
					institution: metadata?.institution
						? { id: metadata.institution.institution_id, name: metadata.institution.name }
						: null,
					error: error && {
						type: error.error_type,
						code: error.error_code,
						message: error.error_message,
						displayMessage: error.display_message ?? null,
					},
				}),
			);
			return;
		}
	}

	async #exchange(body: BankAccountTokenRequest, signal: AbortSignal): Promise<void> {
		this.#unfinished ??= keep(this, this.#origin, body);
		const unfinished = this.#unfinished;
		this.#to('exchanging');
		try {
			const answer = await exchange(unfinished.backend, body, signal);
			signal.throwIfAborted();
			this.#unfinished = forget(this, unfinished);
			this.#account = answer.account;
			this.#institution = answer.institution;
			this.#error = null;
			this.#setValue(answer.connection);
			this.#to('connected');
			this.dispatchEvent(
				new BankTokenEvent({
					bankAccountToken: answer.bank_account_token,
					connection: answer.connection,
					account: answer.account,
					institution: answer.institution,
					livemode: answer.livemode,
					requestId: answer.request_id,
				}),
			);
			this.#goOn(answer.connection);
		} catch (error) {
			signal.throwIfAborted();
			if (hopeless.test((error as Failure).code) || Date.now() > unfinished.expires)
				this.#unfinished = forget(this, unfinished);
			throw error;
		}
	}

	#goOn(connection: string): void {
		if (!this.successUrl) return;
		try {
			const url = new URL(this.successUrl, document.baseURI);
			if (url.protocol === 'https:' || url.origin === location.origin) {
				url.searchParams.set('connection', connection);
				location.assign(url);
				return;
			}
		} catch {}
		warn(`success-url is ignored: ${this.successUrl} is neither same origin nor https.`);
	}

	#fail(cause: unknown): void {
		const failure = cause instanceof Failure ? cause : new Failure('link_failed', String(cause));
		this.#error = {
			code: failure.code,
			message: failure.message,
			displayMessage: failure.display ?? explain(failure),
			retryable: failure.retryable,
			requestId: failure.requestId,
		};
		this.#to('failed');
		this.dispatchEvent(new BankErrorEvent(this.#error));
	}

	protected override updated(changed: PropertyValues<this>): void {
		const button = this.renderRoot.querySelector('button');
		const missing = this.required && !this.#value;
		this.#internals.setValidity(missing ? { valueMissing: true } : {}, words.required, button ?? undefined);
		const elsewhere = changed.has('backend') || changed.has('linkScript');
		if (elsewhere && !this.#busy && this.#preparing) this.#stop();
		if (!this.#arrived && !elsewhere && !changed.has('preload')) return;
		this.#sight?.disconnect();
		if (!this.isConnected) return;
		if (this.#arrived && !this.#busy && this.#status === 'idle') {
			this.#unfinished = pickUp(this, this.#origin);
			if (this.#unfinished) this.#run();
		}
		this.#arrived = false;
		if (this.preload === 'eager') this.#preload();
		if (this.preload === 'visible') {
			this.#sight = new IntersectionObserver(([entry]) => entry?.isIntersecting && this.#preload());
			this.#sight.observe(this);
		}
	}

	protected override render() {
		return view({
			status: this.#status,
			busy: this.#busy,
			disabled: this.disabled || this.#barred,
			account: this.#account,
			institution: this.#institution,
			error: this.#error,
			press: () => this.open(),
		});
	}
}

/** The account to charge where the shopper gave several: a checking account before a savings account. */
const chosen = ({ accounts = [] }: SuccessMetadata) =>
	['checking', 'savings'].map((kind) => accounts.find(({ subtype }) => subtype === kind)).find(Boolean)?.id ??
	accounts[0]?.id;

declare global {
	interface HTMLElementTagNameMap {
		'plaid-stripe-connect': PlaidStripeConnect;
	}
}
