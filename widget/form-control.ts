import { LitElement, type PropertyDeclarations } from 'lit';

/** The options of an attribute: its property follows it, and it follows its property. */
export const textAttribute = { reflect: true, useDefault: true };
export const booleanAttribute = { ...textAttribute, type: Boolean };

/** An element that is a control of a form: it has a value, a name and validity, and can be disabled. */
export class FormControl extends LitElement {
	/** Makes the browser treat the element as a form control. */
	static readonly formAssociated = true;
	/** @internal */
	static override readonly properties: PropertyDeclarations = {
		name: textAttribute,
		disabled: booleanAttribute,
		required: booleanAttribute,
	};

	/** The name under which the form sends the connection's id. */
	declare name: string;
	/** As of a button; a disabled `fieldset` counts too. */
	declare disabled: boolean;
	/** Keeps the form from being submitted until a bank is connected. */
	declare required: boolean;

	/** @internal */
	protected readonly internals = this.attachInternals();
	#isDisabledByForm = false;
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
	/** Whether it is valid; fires `invalid` if it is not. */
	checkValidity(): boolean {
		return this.internals.checkValidity();
	}
	/** As `checkValidity()`, and shows the shopper why it is not valid. */
	reportValidity(): boolean {
		return this.internals.reportValidity();
	}
	/** @internal */
	formDisabledCallback(disabled: boolean): void {
		this.#isDisabledByForm = disabled;
		// Reflecting `disabled` calls this in the middle of an update, which would swallow the request.
		queueMicrotask(() => this.requestUpdate());
	}

	/** Disabled by its attribute, or by a `fieldset` around it. */
	protected get isDisabled(): boolean {
		return this.disabled || this.#isDisabledByForm;
	}

	/** The browser returns `state` to `formStateRestoreCallback` when it restores the page. */
	protected setValue(value: string, state: string): void {
		this.#value = value;
		this.internals.setFormValue(value || null, state);
	}

	/** @param isPending Another value is about to take the place of this one: a required element is not valid until then. */
	protected updateValidity(message: string, isPending: boolean): void {
		const isMissing = this.required && (isPending || !this.#value);
		this.internals.setValidity(isMissing ? { valueMissing: true } : {}, message);
	}
}
