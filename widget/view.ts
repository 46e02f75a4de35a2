import { html, nothing, type TemplateResult } from 'lit';
import type { ElementErrorCode } from '../worker/contract.ts';
import {
	accountLabel,
	announcement,
	bankName,
	type FlowState,
	isBusy,
	progressMessage,
} from './flow/state.ts';
import type { Messages } from './messages/en.ts';

/** Paths of the icons, in a box of 24 by 24. */
export const bankIcon = 'M4 20h16M6 17v-7m4 7v-7m4 7v-7m4 7v-7M3 10l9-6 9 6z';
export const spinnerIcon = 'M12 3a9 9 0 1 1-9 9';
const checkIcon = 'm5 13 4.5 4.5L19 7';
const warningIcon = 'M12 3a9 9 0 1 1-.1 0M12 8v5m0 3v.1';

export function icon(path: string): TemplateResult {
	return html`<svg part="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=${path}></path></svg>`;
}

/** Focuses what the shopper uses next, and scrolls it into view. */
export function focusMain(root: ParentNode): void {
	const main = root.querySelector<HTMLElement>('.ask, [part=button]');
	main?.focus({ preventScroll: true });
	main?.scrollIntoView({ block: 'nearest' });
}

/** Failures after which Link cannot open on this page, so that the page's own fallback is shown. */
const showsFallback: ReadonlySet<ElementErrorCode> = new Set(['link_script_blocked', 'link_in_frame']);

export type ViewOptions = {
	state: FlowState;
	messages: Messages;
	/** Plaid's bank search takes the place of the button. */
	embedded: boolean;
	disabled: boolean;
	/** The card of the authorization, or after accepting the link that saves a copy. */
	authorization: TemplateResult | undefined;
};

/** Everything that is shown, as a function of the state. */
export function view(options: ViewOptions): TemplateResult {
	const { state, messages, authorization } = options;
	const isSearch = showsBankSearch(options);
	const isCard = state.status === 'connected' || state.status === 'failed' || authorization !== undefined;
	return html`
		<div
			class=${isSearch ? 'search' : isCard ? 'card' : ''}
			part="box"
			lang=${messages.language}
			tabindex=${isSearch ? -1 : nothing}
		>
			${state.status === 'connected' ? connectedView(state.connected, messages) : nothing}
			${state.status === 'failed' ? failedView(state.error.displayMessage) : nothing}
			${isSearch ? searchView(state) : state.status === 'authorizing' ? authorization : buttonView(options)}
			${state.status === 'connected' ? authorization : nothing}
		</div>
		<slot
			name="fallback"
			?hidden=${!(state.status === 'failed' && showsFallback.has(state.error.code))}
		></slot>
		<span role="status">${announcement(state, messages)}</span>
	`;
}

function showsBankSearch({ state, embedded }: ViewOptions): boolean {
	if (!embedded) return false;
	switch (state.status) {
		case 'idle':
			// Paused: the shopper has closed the search, or it could not be loaded. Then the button is shown.
			return !state.preloadPaused;
		case 'loading':
		case 'ready':
		case 'open':
			return true;
		default:
			return false;
	}
}

function connectedView(bank: Parameters<typeof bankName>[0], messages: Messages): TemplateResult {
	return html`
		${icon(checkIcon)}
		<p id="info" part="connected">
			<slot name="connected">
				<b part="institution">${bankName(bank, messages)}</b>
				<span part="account">${accountLabel(bank)}</span>
			</slot>
		</p>
	`;
}

function failedView(message: string): TemplateResult {
	return html`
		${icon(warningIcon)}
		<p id="info" part="error"><slot name="error">${message}</slot></p>
	`;
}

/** The slot takes what Plaid's script puts into the light DOM. */
function searchView({ status }: FlowState): TemplateResult {
	return html`
		${status === 'ready' || status === 'open' ? nothing : icon(spinnerIcon)}
		<slot name="embedded"></slot>
	`;
}

/** The same node in every status, so that it keeps the focus. */
function buttonView({ state, messages, disabled }: ViewOptions): TemplateResult {
	const isCard = state.status === 'connected' || state.status === 'failed';
	return html`
		<button
			type="button"
			part="button"
			?disabled=${disabled}
			aria-busy=${isBusy(state)}
			aria-describedby=${isCard ? 'info' : nothing}
		>
			${isCard ? nothing : icon(isBusy(state) ? spinnerIcon : bankIcon)}
			<span part="label">${label(state, messages)}</span>
		</button>
	`;
}

function label(state: FlowState, messages: Messages): string | TemplateResult {
	switch (state.status) {
		case 'connected':
			return messages.change;
		case 'failed':
			return messages.tryAgain;
		default:
			// A progress message replaces the page's own label.
			return progressMessage(state, messages) ?? html`<slot>${messages.idle}</slot>`;
	}
}
