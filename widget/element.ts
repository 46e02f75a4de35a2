import type { PropertyDeclarations, PropertyValues, TemplateResult } from 'lit';
import { flowProperties, isEmbedded, readSettings, type Settings } from './attributes.ts';
import { ConnectFlow } from './flow/connect-flow.ts';
import type { BankErrorDetail } from './flow/errors.ts';
import type { InstitutionList, InstitutionsQuery } from './flow/institutions.ts';
import {
	type Account,
	canStartOver,
	type FlowState,
	type Institution,
	isBankPending,
	parseFormState,
	type Status,
	shownBank,
	toFormState,
	validationMessage,
} from './flow/state.ts';
import { booleanAttribute, FormControl, textAttribute } from './form-control.ts';
import { lazy } from './lazy.ts';
import { Locale } from './locale.ts';
import { Preload } from './preload.ts';
import { styles } from './styles.ts';
import { focusMain, view } from './view.ts';

/** Few pages list the banks themselves. */
const loadInstitutions = lazy(() => import('./flow/institutions.ts'));

/**
 * A button with which a shopper connects a bank account through Plaid Link. The page receives a Stripe bank account token.
 *
 * @tag plaid-stripe-connect
 * @slot - The button's label.
 * @slot connected - What is shown once a bank is connected.
 * @slot error - What is shown when something went wrong.
 * @slot fallback - Shown when Link cannot be opened here, and while there is no script: another way to pay.
 * @slot embedded - Plaid's bank search, put there by the element itself.
 * @fires {BankOpenEvent} bank-open - Before Link opens; `preventDefault()` keeps it closed.
 * @fires {BankEventEvent} bank-event - Each `onEvent` of Link; for information only, in no guaranteed order.
 * @fires {BankTokenEvent} bank-token - A bank account is connected.
 * @fires {BankAuthorizedEvent} bank-authorized - With `authorize`: the shopper has accepted the debit authorization.
 * @fires {BankExitEvent} bank-exit - The shopper left Link, or declined the authorization.
 * @fires {BankErrorEvent} bank-error - Something went wrong, and the element shows what.
 * @fires {BankStatusEvent} bank-status - The status has changed.
 * @csspart box - Everything that is shown: the button, or the card that it becomes.
 * @csspart button - The button.
 * @csspart label - The text in the button.
 * @csspart icon - The icon in the button, or in the card.
 * @csspart connected - The text of the card once a bank is connected.
 * @csspart institution - The bank's name.
 * @csspart account - The account's name and mask.
 * @csspart error - The text of the card when something went wrong.
 * @csspart authorization - The card that asks for the debit authorization.
 * @csspart heading - Its heading.
 * @csspart text - The text to accept, which scrolls.
 * @csspart accept - The button that accepts it.
 * @csspart decline - The button that declines it.
 * @csspart change - The button that connects another bank instead.
 * @csspart copy - The link that saves the text, before and after accepting.
 * @csspart holder - The field for the account holder's name, if the backend does not know it.
 * @csspart next - The button that submits that name.
 * @csspart rename - The button that returns to that field.
 * @cssproperty --psc-accent - The button's background; the text and the focus ring of the card's button.
 * @cssproperty --psc-accent-text - The button's text.
 * @cssproperty --psc-surface - The card's background.
 * @cssproperty --psc-text - The card's text.
 * @cssproperty --psc-border - The card's border.
 * @cssproperty --psc-radius - The corners of both.
 * @cssstate idle - Nothing is in progress.
 * @cssstate loading - Getting a link token and Link's script.
 * @cssstate ready - Link can open at once. With `embedded`, the bank search is shown.
 * @cssstate open - Link is open.
 * @cssstate exchanging - The bank account token is being created.
 * @cssstate authorizing - The shopper is asked for the debit authorization.
 * @cssstate connected - A bank is connected.
 * @cssstate failed - Something went wrong.
 * @cssstate invalid - A form has reported it required and empty.
 */
export class PlaidStripeConnect extends FormControl {
	/** The version of the package. */
	static readonly version: string = '0.1.0';
	/** The backend of elements without `backend`; by default the page's own origin. */
	static backend = '';
	/** @internal */
	static override readonly shadowRootOptions = { ...FormControl.shadowRootOptions, delegatesFocus: true };
	/** @internal */
	static override readonly styles = styles;
	/** @internal */
	static override readonly properties: PropertyDeclarations = {
		backend: textAttribute,
		session: textAttribute,
		connection: textAttribute,
		preload: textAttribute,
		language: textAttribute,
		theme: textAttribute,
		embedded: booleanAttribute,
		authorize: booleanAttribute,
		// In full: the analyzer that writes custom-elements.json does not follow a spread.
		linkScript: { reflect: true, useDefault: true, attribute: 'link-script' },
		redirectUri: { reflect: true, useDefault: true, attribute: 'redirect-uri' },
		successUrl: { reflect: true, useDefault: true, attribute: 'success-url' },
	};

	/** The Worker's address: its origin, and the path under which it is mounted. */
	declare backend: string;
	/** A session that the merchant's server has created: it says who the shopper is. */
	declare session: string;
	/** Repair this connection (`conn_…`) instead of creating one. */
	declare connection: string;
	/** When to request a link token and Link's script. */
	declare preload: 'none' | 'intent' | 'visible' | 'eager';
	/** One of Plaid's; by default the nearest `lang`, then the browser's, then English. */
	declare language: string;
	/** `auto` follows the page's `color-scheme`. */
	declare theme: 'auto' | 'light' | 'dark';
	/** Plaid's bank search in the page, instead of a button. */
	declare embedded: boolean;
	/** Ask for the debit authorization (the mandate) once an account is connected. */
	declare authorize: boolean;
	/** Another Link script, for the sandbox: loopback or same origin only. */
	declare linkScript: string;
	/** Where an OAuth bank sends a phone's shopper back to: a page of this origin that Plaid's dashboard lists. */
	declare redirectUri: string;
	/** Where to go afterwards, with `?connection=…`: same origin or https. */
	declare successUrl: string;

	readonly #locale = new Locale(this);
	readonly #preload = new Preload(this, () => this.isDisabled || this.#flow.preload());
	readonly #flow = new ConnectFlow({
		element: this,
		locale: this.#locale,
		settings: () => this.#settings(),
		stateChanged: (previous) => this.#stateChanged(previous),
	});
	/** Set when the element enters the page: the next update resumes what was started before, and preloads. */
	#shouldResume = false;

	/** Registers the element, unless a script before has done so. */
	static define(tag = 'plaid-stripe-connect', registry = customElements): void {
		// biome-ignore-start lint/complexity/noThisInStatic: a class that extends this one registers itself.
		const defined = registry.get(tag) as typeof PlaidStripeConnect | undefined;
		if (!defined) registry.define(tag, this);
		else if (defined.version !== this.version)
			console.warn(`<${tag}> is of version ${defined.version}: ${this.version} is ignored.`);
		// biome-ignore-end lint/complexity/noThisInStatic: as above.
	}

	constructor() {
		super();
		this.backend = this.session = this.connection = this.language = '';
		this.linkScript = this.redirectUri = this.successUrl = '';
		this.preload = 'intent';
		this.theme = 'auto';
		this.embedded = this.authorize = false;
		this.internals.states.add(this.status);
		this.addEventListener('click', (event) => this.#onClick(event));
		this.addEventListener('invalid', () => {
			this.internals.states.add('invalid');
			this.requestUpdate();
		});
	}

	/** The status of the flow. Read only, as are the following. */
	get status(): Status {
		return this.#flow.state.status;
	}
	/** The account that is connected: `{id, name, mask, type, subtype}`, or null. */
	get account(): Account | null {
		return shownBank(this.#flow.state)?.account ?? null;
	}
	/** Its bank: `{id, name}`, or null. */
	get institution(): Institution | null {
		return shownBank(this.#flow.state)?.institution ?? null;
	}
	/** What `bank-error` reported last, or null. */
	get error(): BankErrorDetail | null {
		return this.#flow.state.error;
	}

	/** Does what a press of the button does. Resolves when the shopper has connected a bank, left or met a failure. */
	async open(): Promise<void> {
		if (!this.isDisabled && this.isConnected) await this.#flow.open();
	}

	/** Closes Link or declines the authorization, as if the shopper had. Does not stop an exchange. */
	close(): void {
		this.#flow.close();
	}

	/** Forgets what was connected, and starts over. */
	reset(): void {
		this.#preload.stop();
		this.#flow.reset();
		this.#shouldResume = isEmbedded(this);
	}

	/** The banks that the backend's Plaid account can connect: by a part of their name, or page by page. */
	async institutions(query: InstitutionsQuery = {}): Promise<InstitutionList> {
		return (await loadInstitutions()).findInstitutions(this.#settings().backend, query);
	}

	/** @internal */
	override connectedCallback(): void {
		super.connectedCallback();
		this.#shouldResume = true;
		this.requestUpdate();
	}

	/** @internal */
	override disconnectedCallback(): void {
		super.disconnectedCallback();
		// An element that is only moved is connected again before this task ends: it is not stopped.
		queueMicrotask(() => this.isConnected || this.#stop());
	}

	/** @internal */
	formResetCallback(): void {
		this.reset();
	}

	/** The browser restores the page: what was connected is shown again, and is the form's value. @internal */
	formStateRestoreCallback(state: string): void {
		const connected = parseFormState(state);
		if (connected) this.#flow.setState({ status: 'connected', connected, error: null });
	}

	protected override update(changed: PropertyValues<this>): void {
		const root = this.renderRoot as ShadowRoot;
		const hadFocus = root.activeElement !== null;
		super.update(changed);
		// If the focused node has been removed, what replaces it takes the focus.
		if (hadFocus && root.activeElement === null) focusMain(root);
	}

	protected override updated(changed: PropertyValues<this>): void {
		this.#updateValidity();
		const isOutdated = flowProperties.some((name) => changed.has(name)) && canStartOver(this.#flow.state);
		if (isOutdated && !this.#shouldResume) this.#stop();
		// Pending work may belong to a backend that the page has set only now.
		if (isOutdated || this.#shouldResume) this.#resume();
		else if (changed.has('preload')) this.#preload.start();
	}

	protected override render(): TemplateResult {
		return view({
			state: this.#flow.state,
			messages: this.#locale.messages,
			embedded: isEmbedded(this),
			disabled: this.isDisabled,
			authorization: this.#flow.authorizationView(),
		});
	}

	#settings(): Settings {
		return readSettings(this, (this.constructor as typeof PlaidStripeConnect).backend);
	}

	/** A click on the button, or on the element itself: a click on its label and `click()` target the element. */
	#onClick(event: Event): void {
		const path = event.composedPath();
		const button = this.renderRoot.querySelector('[part=button]');
		if (path[0] === this || (button && path.includes(button))) this.open();
	}

	/** Reflects a change of the flow's state in the form value, custom states, validity and what is shown. */
	#stateChanged(previous: FlowState): void {
		const { status, connected } = this.#flow.state;
		this.requestUpdate();
		if (connected !== previous.connected) this.setValue(connected?.connection ?? '', toFormState(connected));
		this.internals.states.delete(previous.status);
		this.internals.states.add(status);
		this.#updateValidity();
	}

	#updateValidity(): void {
		const { state } = this.#flow;
		this.updateValidity(validationMessage(state, this.#locale.messages), isBankPending(state));
		if (this.validity.valid) this.internals.states.delete('invalid');
	}

	/** Resumes what was started before the page was loaded, then preloads. */
	#resume(): void {
		if (!this.isConnected) return;
		this.#shouldResume = false;
		this.#flow.resume();
		this.#preload.start();
	}

	/** Ends everything in progress and leaves nothing in the page. */
	#stop(): void {
		this.#preload.stop();
		this.#flow.stop();
	}
}

declare global {
	interface HTMLElementTagNameMap {
		'plaid-stripe-connect': PlaidStripeConnect;
	}
}
