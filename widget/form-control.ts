import { LitElement, type PropertyDeclarations } from 'lit';

export const text = { reflect: true, useDefault: true };
export const flag = { ...text, type: Boolean };

/** What makes an element a control of a form: a value, a name, validity, and being disabled by itself or by a fieldset. */
export class FormControl extends LitElement {
	/** The browser's mark of a form control. */
	static readonly formAssociated = true;
	/** @internal */
	static override readonly properties: PropertyDeclarations = { name: text, disabled: flag, required: flag };

	/** Under which the form sends the connection's id. */
	declare name: string;
	/** As of a button; a disabled `fieldset` counts too. */
	declare disabled: boolean;
	/** Keeps the form from being submitted until a bank is connected. */
	declare required: boolean;

	/** @internal */
	protected readonly internals = this.attachInternals();
	#barred = false;
	#value = '';

	constructor() {
		super();
		this.name = '';
		this.disabled = this.required = false;
	}

	/** The connection's id (`conn_…`), or an empty string. */
	get value(): string {
		return this.#value;
	}
	/** The form it belongs to, or null. */
	get form(): HTMLFormElement | null {
		return this.internals.form;
	}
	/** The labels that name it. */
	get labels(): NodeList {
		return this.internals.labels;
	}
	/** Valid, or `valueMissing`. */
	get validity(): ValidityState {
		return this.internals.validity;
	}
	/** Why it is not valid, in the shopper's language. */
	get validationMessage(): string {
		return this.internals.validationMessage;
	}
	/** Whether it takes part in the form's validation. */
	get willValidate(): boolean {
		return this.internals.willValidate;
	}
	/** Whether it is valid; fires `invalid` where it is not. */
	checkValidity(): boolean {
		return this.internals.checkValidity();
	}
	/** As `checkValidity()`, and shows the shopper why not. */
	reportValidity(): boolean {
		return this.internals.reportValidity();
	}
	/** @internal */
	formDisabledCallback(disabled: boolean): void {
		this.#barred = disabled;
		// It comes in the middle of an update when that reflects the attribute, which would swallow the request.
		queueMicrotask(() => this.requestUpdate());
	}

	/** Disabled by its attribute, or by a fieldset around it. */
	protected get barred(): boolean {
		return this.disabled || this.#barred;
	}

	/** `state` comes back by `formStateRestoreCallback` when the browser restores the page. */
	protected setValue(value: string, state = value): void {
		this.#value = value;
		this.internals.setFormValue(value || null, state);
	}

	/** Says why there is no value, where there has to be one. `pending`: another is about to take its place. */
	protected validate(message: string, pending: boolean): void {
		const missing = this.required && (pending || !this.#value);
		this.internals.setValidity(missing ? { valueMissing: true } : {}, message);
	}
}
