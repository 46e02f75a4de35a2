import { html, nothing } from 'lit';
import type { BankErrorDetail } from './failure.ts';
import type { Status } from './status.ts';
import type { Way } from './way.ts';
import type { Account, Institution } from './way-events.ts';
import type { SpokenWords } from './words.ts';

const bank = 'M4 20h16M6 17v-7m4 7v-7m4 7v-7m4 7v-7M3 10l9-6 9 6z';
const tick = 'm5 13 4.5 4.5L19 7';
const wheel = 'M12 3a9 9 0 1 1-9 9';
const alarm = 'M12 3a9 9 0 1 1-.1 0M12 8v5m0 3v.1';

const icon = (path: string) =>
	html`<svg part="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=${path}></path></svg>`;

/** What is on screen, as a function of the state. The button stays the same node, so that it keeps the focus. */
export function view(state: {
	status: Status;
	/** The shopper has pressed, and it is not over. */
	busy: boolean;
	/** Plaid's bank search takes the place of the button. */
	embeds: boolean;
	disabled: boolean;
	account: Account | null;
	institution: Institution | null;
	error: BankErrorDetail | null;
	words: SpokenWords;
	/** What draws the authorization. */
	way: Way | undefined;
}) {
	const { status, busy, account, institution, error, words, way } = state;
	const failed = status === 'failed' && !busy;
	const connected = status === 'connected';
	const over = failed || connected;
	const panel = way?.panel(html);
	const card = over || panel;
	const search = state.embeds && !card && status !== 'exchanging';
	const doing = busy && (status === 'ready' ? words.loading : words[status as 'open']);
	const name = institution?.name ?? words.connected;
	const number = `${account?.name} ${account?.mask ? `••${account.mask}` : ''}`;
	return html`<div class=${search ? 'search' : card ? 'card' : ''} part="box" lang=${words.language} tabindex=${search ? -1 : nothing}>
${over ? icon(connected ? tick : alarm) : nothing}
${connected ? html`<p id="info" part="connected"><slot name="connected"><b part="institution">${name}</b><span part="account">${number}</span></slot></p>` : nothing}
${failed ? html`<p id="info" part="error"><slot name="error">${error?.displayMessage}</slot></p>` : nothing}
${
	search
		? html`${status === 'ready' || status === 'open' ? nothing : icon(wheel)}<slot name="embedded"></slot>`
		: panel && !over
			? panel
			: html`<button type="button" part="button" ?disabled=${state.disabled} aria-busy=${busy} aria-describedby=${card ? 'info' : nothing}>
${card ? nothing : icon(busy ? wheel : bank)}
<span part="label">${connected ? words.change : failed ? words.again : doing || html`<slot>${words.idle}</slot>`}</span>
</button>${panel}`
}</div>
<slot name="fallback" ?hidden=${!failed || !/^link_(script|in)_/.test(`${error?.code}`)}></slot>
<span role="status">${failed ? error?.displayMessage : connected ? `${words.connected}: ${name}, ${number}` : doing || way?.message()}</span>`;
}
