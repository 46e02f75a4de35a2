import type { PropertyDeclarations, PropertyValues, TemplateResult } from 'lit';
import { BankErrorEvent, BankOpenEvent, BankStatusEvent } from './events.ts';
import type { BankErrorDetail } from './failure.ts';
import { FormControl, flag, text } from './form-control.ts';
import type { Held } from './host.ts';
import type { InstitutionList, InstitutionsQuery } from './institutions.ts';
import { isKept, keyOf } from './kept.ts';
import { tagsFor } from './language.ts';
import type { Status } from './status.ts';
import { styles } from './styles.ts';
import { view } from './view.ts';
import type { Way } from './way.ts';
import type { Account, Institution } from './way-events.ts';
import { type SpokenWords, words } from './words.ts';

/**
 * A button with which a shopper connects a bank account: Plaid Link in front, a Stripe bank account token as the fruit.
 *
 * @tag plaid-stripe-connect
 * @slot - The button's label.
 * @slot connected - What stands there once a bank is connected.
 * @slot error - What stands there when something went wrong.
 * @slot fallback - Shown when Link cannot be opened here, and while there is no script: another way to pay.
 * @slot embedded - Plaid's bank search, put there by the element itself.
 * @fires {BankOpenEvent} bank-open - Before Link opens; `preventDefault()` keeps it closed.
 * @fires {BankEventEvent} bank-event - Each `onEvent` of Link; informational, order not promised.
 * @fires {BankTokenEvent} bank-token - A bank account is connected.
 * @fires {BankAuthorizedEvent} bank-authorized - With `authorize`: the shopper has accepted the debit authorization.
 * @fires {BankExitEvent} bank-exit - The shopper left Link, or declined the authorization.
 * @fires {BankErrorEvent} bank-error - Something went wrong, and the shopper is told.
 * @fires {BankStatusEvent} bank-status - The status has changed.
 * @csspart box - Everything that is seen: around the button, or the card that it becomes.
 * @csspart button - The button.
 * @csspart label - The words in the button.
 * @csspart icon - The icon in the button, or in the card.
 * @csspart connected - The words of the card once a bank is connected.
 * @csspart institution - The bank's name.
 * @csspart account - The account's name and mask.
 * @csspart error - The words of the card when something went wrong.
 * @csspart authorization - All that asks for the debit authorization.
 * @csspart heading - Its heading.
 * @csspart text - The text that is to be accepted, which scrolls.
 * @csspart accept - The button that accepts it.
 * @csspart decline - The button that declines it.
 * @csspart change - The button that takes another bank instead.
 * @csspart copy - The link that saves the text, before and after.
 * @csspart holder - The field for the account holder's name, where nobody knows it.
 * @csspart next - The button that goes on with that name.
 * @csspart rename - The button that goes back to it.
 * @cssproperty --psc-accent - The button's ground; the text and the focus ring of the card's button.
 * @cssproperty --psc-accent-text - The button's text.
 * @cssproperty --psc-surface - The card's ground.
 * @cssproperty --psc-text - The card's text.
 * @cssproperty --psc-border - The card's border.
 * @cssproperty --psc-radius - The corners of both.
 * @cssstate idle - At rest.
 * @cssstate loading - Getting a link token and Link's script.
 * @cssstate ready - Link can open at once; of an embedded element, the bank search is there.
 * @cssstate open - Link is open.
 * @cssstate exchanging - The bank account token is being made.
 * @cssstate authorizing - The shopper is asked for the debit authorization.
 * @cssstate connected - A bank is connected.
 * @cssstate failed - Something went wrong.
 * @cssstate invalid - A form has found it required and empty.
 */
export class PlaidStripeConnect extends FormControl {
	/** Of the package. */
	static readonly version: string = '0.1.0';
	/** The backend of elements that name none; without it, the page's own origin. */
	static backend = '';
	/** @internal */
	static override readonly shadowRootOptions = { ...FormControl.shadowRootOptions, delegatesFocus: true };
	/** @internal */
	static override readonly styles = styles;
	/** @internal */
	static override readonly properties: PropertyDeclarations = {
		backend: text,
		session: text,
		connection: text,
		preload: text,
		language: text,
		theme: text,
		embedded: flag,
		authorize: flag,
		// In full: the analyzer that makes custom-elements.json takes no spread.
		linkScript: { reflect: true, useDefault: true, attribute: 'link-script' },
		redirectUri: { reflect: true, useDefault: true, attribute: 'redirect-uri' },
		successUrl: { reflect: true, useDefault: true, attribute: 'success-url' },
	};

	/** The Worker's address: its origin, and the path where it is mounted under one. */
	declare backend: string;
	/** A session that the merchant's server made: who the shopper is. */
	declare session: string;
	/** Repair this connection (`conn_…`) instead of making one. */
	declare connection: string;
	/** When to get a link token and Link's script. */
	declare preload: 'none' | 'intent' | 'visible' | 'eager';
	/** One of Plaid's; by default the nearest `lang`, then the browser's, then English. */
	declare language: string;
	/** `auto` takes the page's `color-scheme`. */
	declare theme: 'auto' | 'light' | 'dark';
	/** Plaid's bank search in place, instead of a button. */
	declare embedded: boolean;
	/** Ask for the debit authorization (the mandate) once an account is connected. */
	declare authorize: boolean;
	/** Another Link script, for the sandbox: loopback or same origin only. */
	declare linkScript: string;
	/** Where an OAuth bank sends a phone's shopper back to: a page of this origin that Plaid's dashboard lists. */
	declare redirectUri: string;
	/** Where to go afterwards, with `?connection=…`: same origin or https. */
	declare successUrl: string;

	#status: Status = 'idle';
	#account: Account | null = null;
	#institution: Institution | null = null;
	#error: BankErrorDetail | null = null;
	#words: SpokenWords = words;
	/** The languages that are asked for. */
	#tags = '';
	#spoken: Promise<void> | undefined;

	/** Ends everything in flight when the element goes, or starts over. */
	#life = new AbortController();
	/** From the shopper's press to the end of what it began. */
	#busy = false;
	#arrived = false;
	/** A preload has failed, or the shopper has left: nothing more until it is asked for. */
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
			console.warn(`<${tag}> is of version ${there.version}: ${this.version} is ignored.`);
		// biome-ignore-end lint/complexity/noThisInStatic: as above.
	}

	constructor() {
		super();
		this.backend = this.session = this.connection = this.language = '';
		this.linkScript = this.redirectUri = this.successUrl = '';
		this.preload = 'intent';
		this.theme = 'auto';
		this.embedded = this.authorize = false;
		this.internals.states.add('idle');
		const near = () => /^(none|visible|eager)$/.test(this.preload) || this.#preload();
		this.addEventListener('pointerenter', near);
		this.addEventListener('focusin', near);
		// A label's click comes to the element itself, as does `click()`.
		this.addEventListener('click', (event) => {
			const path = event.composedPath();
			if (path[0] === this || path.includes(this.renderRoot.querySelector('[part=button]') as EventTarget))
				this.open();
		});
		this.addEventListener('invalid', () => {
			this.internals.states.add('invalid');
			this.requestUpdate();
		});
	}

	/** What is going on. Read only, as all of these. */
	get status(): Status {
		return this.#status;
	}
	/** The account that is connected: `{id, name, mask, type, subtype}`, or null. */
	get account(): Account | null {
		return this.#account;
	}
	/** Its bank: `{id, name}`, or null. */
	get institution(): Institution | null {
		return this.#institution;
	}
	/** What `bank-error` told last, or null. */
	get error(): BankErrorDetail | null {
		return this.#error;
	}

	/** @internal */
	formResetCallback(): void {
		this.reset();
	}
	/** The browser restores the page: what was connected is shown again. @internal */
	formStateRestoreCallback(state: string): void {
		try {
			this.#hold(JSON.parse(state));
			this.#rest();
		} catch {
			// Autofill, or a state of another version.
		}
	}

	/** @internal */
	override connectedCallback(): void {
		super.connectedCallback();
		this.#arrived = true;
		this.requestUpdate();
	}

	/** @internal */
	override disconnectedCallback(): void {
		super.disconnectedCallback();
		// An element that is only moved is back before this task ends, and goes on.
		queueMicrotask(() => this.isConnected || this.#stop());
	}

	/** Begins, as a press of the button does. Resolves when it is over: connected, left or failed. */
	async open(): Promise<void> {
		if (this.#busy || this.barred || !this.isConnected) return;
		if (!this.#embeds && !this.#way?.unfinished() && !this.#opening()) return;
		// A listener may have begun, ended or removed it meanwhile.
		if (!this.#busy && this.isConnected) await this.#go('loading', (way, signal) => way.run(signal));
	}

	/** Closes Link or declines the authorization, as if the shopper had. An exchange goes on. */
	close(): void {
		if (!this.#way?.leave() && this.#busy) {
			this.#stop();
			this.#shy = true;
		}
	}

	/** Forgets what was connected, and starts over. */
	reset(): void {
		this.#way?.forget();
		this.#hold(['', null, null]);
		this.#stop();
		this.#to('idle');
		this.#arrived = this.#embeds;
	}

	/** The banks that the backend's Plaid account can connect: by a part of their name, or page by page. */
	async institutions(query: InstitutionsQuery = {}): Promise<InstitutionList> {
		return (await this.#load()).institutions(query);
	}

	/** Plaid offers no bank search for a repair: the bank is known. */
	get #embeds(): boolean {
		return this.embedded && !this.connection;
	}

	/** The only place that changes the status. */
	#to(status: Status): void {
		const previous = this.#status;
		this.requestUpdate();
		if (status === previous) return;
		this.internals.states.delete(previous);
		this.internals.states.add(status);
		this.#status = status;
		this.#validate();
		this.dispatchEvent(new BankStatusEvent({ status, previous }));
	}

	#opening(): boolean {
		return this.dispatchEvent(new BankOpenEvent({}));
	}

	/** Where the element rests when nothing is going on. */
	#rest(): void {
		this.#to(this.value ? 'connected' : 'idle');
	}

	/** What is connected; without a value, what is about to be. */
	#hold(held: Held): void {
		let value: string;
		[value, this.#account, this.#institution] = held;
		this.#error = null;
		this.setValue(value, JSON.stringify(held));
	}

	#validate(): void {
		this.validate(
			this.#way?.message() ?? this.#words[this.#busy ? 'unfinished' : 'required'],
			// Loading, open, exchanging: what was connected before is about to give way.
			/[ng]$/.test(this.#status),
		);
		if (this.validity.valid) this.internals.states.delete('invalid');
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
		this.#loading ??= Promise.all([import('./way.ts'), this.#spoken]).then(([{ createWay }]) => {
			this.#way = createWay({
				element: this,
				backend: (this.constructor as typeof PlaidStripeConnect).backend,
				key: () => keyOf(this),
				embeds: () => this.#embeds,
				words: () => this.#words,
				to: (status) => this.#to(status),
				rest: (shy) => {
					this.#shy = shy;
					this.#rest();
				},
				opening: () => this.#opening(),
				failed: (error) => this.#fail(error),
				hold: (held, status) => {
					this.#hold(held);
					this.#to(status);
				},
			});
			return this.#way;
		});
		// What failed to load may load the next time.
		this.#loading.catch(() => {
			this.#loading = undefined;
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
			if (!signal.aborted)
				this.#fail({
					code: 'backend_unreachable',
					message: 'Part of the script did not load: check script-src.',
					displayMessage: this.#words.later,
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
		if (this.#status !== 'idle' || this.#busy || this.#shy || this.barred) return;
		// The bank search is there to be seen, not to be pressed.
		if (this.#embeds) return this.open();
		const { signal } = this.#life;
		this.#to('loading');
		try {
			const way = await this.#load();
			if (!signal.aborted) await way.prepare(signal);
		} catch {
			if (signal.aborted || this.#busy) return;
			this.#shy = true;
			this.#rest();
		}
	}

	/** The language may be another one, by an attribute or by a place. Without its words, it stays what it is. */
	#listen(): void {
		const tags = tagsFor(this, this.language);
		if (tags === this.#tags) return;
		this.#tags = tags;
		const all = /^en/i.test(tags) ? undefined : import('./words/all.ts').then(({ load }) => load(tags));
		this.#spoken = Promise.resolve(all).then(
			(spoken = words) => {
				if (tags === this.#tags) this.#words = spoken;
				this.requestUpdate();
			},
			() => {},
		);
	}

	protected override updated(changed: PropertyValues<this>): void {
		this.#listen();
		this.#validate();
		const elsewhere = /back|ses|conn|link|lang|embed|redir/.test(`${[...changed.keys()]}`);
		// `ready` and busy: the bank search is there.
		if (elsewhere && !this.#arrived && (!this.#busy || this.#status === 'ready')) {
			this.#stop();
			// What the page was loaded for may be of the backend that is named only now.
			this.#arrived = true;
		}
		if (!this.#arrived && !elsewhere && !changed.has('preload')) return;
		this.#sight?.disconnect();
		if (!this.isConnected) return;
		if (this.#arrived && !this.#busy && this.#status !== 'failed') {
			const kept = isKept(keyOf(this));
			if (kept || location.search.includes('oauth_state_id='))
				this.#go(kept ? 'exchanging' : 'loading', (way, signal) => way.resume(signal));
		}
		this.#arrived = false;
		if (this.preload === 'eager') this.#preload();
		else if (this.preload === 'visible' || this.#embeds) {
			this.#sight = new IntersectionObserver(([entry]) => entry?.isIntersecting && this.#preload());
			this.#sight.observe(this);
		}
	}

	protected override render(): TemplateResult {
		return view({
			status: this.#status,
			busy: this.#busy,
			embeds: this.#embeds && (this.#busy || !this.#shy),
			disabled: this.barred,
			account: this.#account,
			institution: this.#institution,
			error: this.#error,
			words: this.#words,
			way: this.#way,
		});
	}
}

declare global {
	interface HTMLElementTagNameMap {
		'plaid-stripe-connect': PlaidStripeConnect;
	}
}
