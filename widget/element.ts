import { LitElement, type PropertyValues } from 'lit';
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
import type { BankErrorDetail } from './failure.ts';
import { isKept, keyOf } from './kept.ts';
import type { Status } from './status.ts';
import { styles } from './styles.ts';
import { view } from './view.ts';
import type { Way } from './way.ts';
import { words } from './words.ts';

const text = { reflect: true, useDefault: true };
const flag = { ...text, type: Boolean };

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
	/** What happens after the shopper has come near is a file of its own, which is loaded then. */
	#loading: Promise<Way> | undefined;
	#way: Way | undefined;

	/** Registers the element, unless a script before has done so. */
	static define(tag = 'plaid-stripe-connect', registry = customElements): void {
		// biome-ignore-start lint/complexity/noThisInStatic: a class that extends this one registers itself.
		const there = registry.get(tag) as typeof PlaidStripeConnect | undefined;
		if (!there) registry.define(tag, this);
		else if (there.version !== this.version)
			console.warn(`<${tag}> is defined already, by version ${there.version}: ${this.version} is not used.`);
		// biome-ignore-end lint/complexity/noThisInStatic: as above.
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
		// It comes in the middle of an update when that reflects the attribute, which would swallow the request.
		queueMicrotask(() => this.requestUpdate());
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
		if (this.#busy || this.#inert || !this.isConnected) return;
		if (!this.#way?.unfinished() && !this.dispatchEvent(new BankOpenEvent())) return;
		// A listener may have begun, ended or removed it meanwhile.
		if (!this.#busy && this.isConnected) await this.#go('loading', (way, signal) => way.run(signal));
	}

	/** Closes Link, as if the shopper had left. An exchange goes on. */
	close(): void {
		if (this.#status === 'open') this.#way?.leave();
		else if (this.#busy && this.#status !== 'exchanging') this.#stop();
	}

	/** Forgets what was connected, and starts over. */
	reset(): void {
		this.#way?.forget();
		this.#account = this.#institution = this.#error = null;
		this.#setValue('');
		this.#stop();
		this.#to('idle');
	}

	get #inert(): boolean {
		return this.disabled || this.#barred;
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

	/** Where the element rests when nothing is going on. */
	#rest(): void {
		this.#to(this.#value ? 'connected' : 'idle');
	}

	#setValue(value: string): void {
		this.#value = value;
		this.#internals.setFormValue(value || null);
	}

	#fail(error: BankErrorDetail): void {
		this.#error = error;
		this.#to('failed');
		this.dispatchEvent(new BankErrorEvent(error));
	}

	/** Drops everything in flight, and leaves nothing in the page. What is unfinished stays in the session's storage. */
	#stop(): void {
		this.#life.abort();
		this.#life = new AbortController();
		this.#sight?.disconnect();
		this.#way?.stop();
		this.#busy = this.#shy = false;
		if (this.#status !== 'failed') this.#rest();
	}

	#load(): Promise<Way> {
		this.#loading ??= import('./way.ts').then(({ createWay }) => {
			this.#way = createWay({
				element: this,
				backend: (this.constructor as typeof PlaidStripeConnect).backend,
				key: () => keyOf(this),
				to: (status) => this.#to(status),
				happened: (detail) => this.dispatchEvent(new BankEventEvent(detail)),
				left: (detail) => {
					this.#rest();
					this.dispatchEvent(new BankExitEvent(detail));
				},
				failed: (error) => this.#fail(error),
				connected: (detail) => {
					this.#account = detail.account;
					this.#institution = detail.institution;
					this.#error = null;
					this.#setValue(detail.connection);
					this.#to('connected');
					this.dispatchEvent(new BankTokenEvent(detail));
				},
			});
			return this.#way;
		});
		return this.#loading;
	}

	async #go(status: Status, work: (way: Way, signal: AbortSignal) => Promise<void>): Promise<void> {
		const { signal } = this.#life;
		this.#busy = true;
		if (!this.#way) this.#to(status);
		this.requestUpdate();
		try {
			const way = await this.#load();
			if (!signal.aborted) await work(way, signal);
		} catch {
			this.#loading = undefined;
			if (!signal.aborted)
				this.#fail({
					code: 'backend_unreachable',
					message: 'The rest of the element did not load: check script-src and the network.',
					displayMessage: words.unreachable,
					retryable: true,
					requestId: null,
				});
		}
		if (!signal.aborted) {
			this.#busy = false;
			this.requestUpdate();
		}
	}

	/** Gets ready without a word: whatever fails is told when the shopper asks for it. */
	async #preload(): Promise<void> {
		if (this.#status !== 'idle' || this.#busy || this.#shy || this.#inert) return;
		const { signal } = this.#life;
		this.#to('loading');
		try {
			const way = await this.#load();
			if (!signal.aborted) await way.prepare(signal);
		} catch {
			if (signal.aborted || this.#busy) return;
			if (!this.#way) this.#loading = undefined;
			this.#shy = true;
			this.#rest();
		}
	}

	protected override updated(changed: PropertyValues<this>): void {
		const button = this.renderRoot.querySelector('button') as HTMLElement;
		const missing = this.required && !this.#value;
		this.#internals.setValidity(missing ? { valueMissing: true } : {}, words.required, button);
		const elsewhere = changed.has('backend') || changed.has('linkScript');
		if (elsewhere && !this.#busy && !this.#arrived) this.#stop();
		if (!this.#arrived && !elsewhere && !changed.has('preload')) return;
		this.#sight?.disconnect();
		if (!this.isConnected) return;
		if (this.#arrived && !this.#busy && this.#status === 'idle' && isKept(keyOf(this)))
			this.#go('exchanging', (way, signal) => way.resume(signal));
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
			disabled: this.#inert,
			account: this.#account,
			institution: this.#institution,
			error: this.#error,
			press: () => this.open(),
		});
	}
}

declare global {
	interface HTMLElementTagNameMap {
		'plaid-stripe-connect': PlaidStripeConnect;
	}
}
