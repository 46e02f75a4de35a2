import type { html } from 'lit';
import type { Held } from './host.ts';
import type { AuthorizationWords, Words } from './words.ts';

/** Lit's, of the element's own file: it is handed over, so that there is one Lit. */
export type Html = typeof html;
export type Step = 'loading' | 'naming' | 'reading' | 'accepting';
type Spoken = Words & AuthorizationWords;

const bank = 'M4 20h16M6 17v-7m4 7v-7m4 7v-7m4 7v-7M3 10l9-6 9 6z';
const wheel = 'M12 3a9 9 0 1 1-9 9';
const save = 'M12 4v11m-4-4 4 4 4-4M5 20h14';

const icon = (html: Html, path: string) =>
	html`<svg part="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=${path}></path></svg>`;

/**
 * A file that is the text and nothing else, for the shopper to print or to keep. As a `data:` address it needs no script,
 * no permission of a content security policy, and leaves nothing behind.
 */
export const copyView = (html: Html, words: Spoken, text: string) =>
	html`<a class="copy" part="copy" download="debit-authorization.txt" href=${`data:text/plain;charset=utf-8,${encodeURIComponent(text.toWellFormed())}`}>${icon(html, save)}<span>${words.copy}</span></a>`;

/**
 * The button is called “Accept” in every language, as the text calls it: a click on anything else would not be what the
 * text says that it is. In front of it stands what the word means, since nobody should press what they cannot read.
 */
const acceptLabel = (html: Html, { accept }: Spoken) =>
	accept ? html`<span>${accept} (<span lang="en">Accept</span>)</span>` : html`<span>Accept</span>`;

/** The card that asks for the authorization, inside the element's box. */
export function panelView(
	html: Html,
	{
		words,
		held: [, account, institution],
		step,
		text,
		name,
		fixed,
		proceed,
		end,
		tell,
	}: {
		words: Spoken;
		held: Held;
		step: Step;
		text: string | undefined;
		/** The account holder's, where the shopper has typed it. */
		name: string;
		/** This bank and no other: it is a repair. */
		fixed: boolean;
		proceed(rename: boolean): void;
		end(answer: 'declined' | 'another'): void;
		tell(name: string): void;
	},
) {
	const accepting = step === 'accepting';
	const number = `${account?.name} ${account?.mask ? `••${account.mask}` : ''}`;
	const decline = html`<button type="button" part="decline" ?disabled=${accepting} @click=${() => end('declined')}>${words.decline}</button>`;
	const submit = (event: Event) => {
		event.preventDefault();
		const field = (event.target as HTMLFormElement).elements.namedItem('name') as HTMLInputElement;
		tell(field.value.trim());
	};
	return html`<section class="ask" part="authorization" role="group" aria-labelledby="heading" tabindex="-1">
<header>${icon(html, bank)}<p id="whose"><b part="institution">${institution?.name ?? words.connected}</b><span part="account">${number}</span></p>
${fixed ? '' : html`<button type="button" part="change" aria-describedby="whose" ?disabled=${accepting} @click=${() => end('another')}>${words.change}</button>`}</header>
<strong id="heading" part="heading">${words.authorize}</strong>
${
	step === 'naming'
		? html`<form @submit=${submit}>
<label for="holder">${words.holder}</label>
<input id="holder" part="holder" name="name" autocomplete="name" required maxlength="200" pattern=".*\\S.*" .value=${name}>
<footer><button class="main" part="next">${words.next}</button>${decline}</footer>
</form>`
		: html`${
				name &&
				html`<header><p>${words.holder}: <b>${name}</b></p><button type="button" part="rename" ?disabled=${step !== 'reading'} @click=${() => proceed(true)}>${words.change}</button></header>`
			}
<section class="text" part="text" role="group" aria-label=${words.text} tabindex="0" aria-busy=${!text}>
${text ? text.split('\n\n').map((paragraph) => html`<p lang="en">${paragraph}</p>`) : html`${icon(html, wheel)}<p>${words.loading}</p>`}
</section>
${words.inEnglish && html`<p>${words.inEnglish}</p>`}
${text ? copyView(html, words, text) : html`<span class="copy"></span>`}
<footer><button type="button" class="main" part="accept" ?disabled=${!text} aria-busy=${accepting} @click=${() => step === 'reading' && proceed(false)}>${accepting ? icon(html, wheel) : ''}${acceptLabel(html, words)}</button>${decline}</footer>`
}
</section>`;
}
