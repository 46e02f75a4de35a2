import { html, nothing, type TemplateResult } from 'lit';
import { type AuthorizationStep, accountLabel, bankName, type ConnectedBank } from '../flow/state.ts';
import type { AllMessages } from '../messages/authorization.ts';
import { bankIcon, icon, spinnerIcon } from '../view.ts';

const saveIcon = 'M12 4v11m-4-4 4 4 4-4M5 20h14';

export type CardOptions = {
	messages: AllMessages;
	bank: ConnectedBank;
	step: AuthorizationStep;
	/** As the shopper has typed it; empty if the backend knows it. */
	holderName: string;
	/** False for a repair: it is for this bank and no other. */
	canChangeBank: boolean;
	accept(): void;
	rename(): void;
	submitName(name: string): void;
	end(outcome: 'declined' | 'another_bank'): void;
};

/** The card that asks for the authorization, inside the element's box. */
export function cardView(options: CardOptions): TemplateResult {
	const { messages, bank, step, canChangeBank, end } = options;
	return html`
		<section class="ask" part="authorization" role="group" aria-labelledby="heading" tabindex="-1">
			<header>
				${icon(bankIcon)}
				<p id="whose">
					<b part="institution">${bankName(bank, messages)}</b>
					<span part="account">${accountLabel(bank)}</span>
				</p>
				${
					canChangeBank
						? html`<button
								type="button"
								part="change"
								aria-describedby="whose"
								?disabled=${step.name === 'accepting'}
								@click=${() => end('another_bank')}
							>${messages.change}</button>`
						: nothing
				}
			</header>
			<strong id="heading" part="heading">${messages.authorizationHeading}</strong>
			${step.name === 'naming' ? nameForm(options) : textView(options)}
		</section>
	`;
}

function nameForm({ messages, holderName, submitName, end }: CardOptions): TemplateResult {
	const submit = (event: Event) => {
		event.preventDefault();
		const { elements } = event.target as HTMLFormElement;
		submitName((elements.namedItem('name') as HTMLInputElement).value.trim());
	};
	return html`
		<form @submit=${submit}>
			<label for="holder">${messages.holderName}</label>
			<input
				id="holder"
				part="holder"
				name="name"
				autocomplete="name"
				required
				maxlength="200"
				pattern=".*\\S.*"
				.value=${holderName}
			>
			<footer>
				<button class="main" part="next">${messages.continue}</button>
				${declineButton({ messages, disabled: false, end })}
			</footer>
		</form>
	`;
}

/** The text that the shopper accepts. While it is loading, the card has its final layout already. */
function textView({ messages, step, holderName, accept, rename, end }: CardOptions): TemplateResult {
	const text = 'offer' in step ? step.offer.text : undefined;
	const isAccepting = step.name === 'accepting';
	return html`
		${
			holderName
				? html`
					<header>
						<p>${messages.holderName}: <b>${holderName}</b></p>
						<button
							type="button"
							part="rename"
							?disabled=${step.name !== 'reading'}
							@click=${rename}
						>${messages.change}</button>
					</header>
				`
				: nothing
		}
		<section
			class="text"
			part="text"
			role="group"
			aria-label=${messages.authorizationText}
			tabindex="0"
			aria-busy=${text === undefined}
		>
			${
				text === undefined
					? html`${icon(spinnerIcon)}<p>${messages.loading}</p>`
					: text.split('\n\n').map((paragraph) => html`<p lang="en">${paragraph}</p>`)
			}
		</section>
		${messages.textInEnglish ? html`<p>${messages.textInEnglish}</p>` : nothing}
		${text === undefined ? html`<span class="copy"></span>` : copyView(messages, text)}
		<footer>
			<button
				type="button"
				class="main"
				part="accept"
				?disabled=${text === undefined}
				aria-busy=${isAccepting}
				@click=${accept}
			>${isAccepting ? icon(spinnerIcon) : nothing}${acceptLabel(messages)}</button>
			${declineButton({ messages, disabled: isAccepting, end })}
		</footer>
	`;
}

/**
 * The link that saves the text and nothing else, to print or to keep. A `data:` address needs no script and no permission
 * of a content security policy, and leaves nothing behind.
 */
export function copyView(messages: AllMessages, text: string): TemplateResult {
	const address = `data:text/plain;charset=utf-8,${encodeURIComponent(text.toWellFormed())}`;
	return html`
		<a class="copy" part="copy" download="debit-authorization.txt" href=${address}>
			${icon(saveIcon)}
			<span>${messages.saveCopy}</span>
		</a>
	`;
}

function declineButton({
	messages,
	disabled,
	end,
}: Pick<CardOptions, 'messages' | 'end'> & { disabled: boolean }): TemplateResult {
	return html`<button
		type="button"
		part="decline"
		?disabled=${disabled}
		@click=${() => end('declined')}
	>${messages.decline}</button>`;
}

/**
 * The button is called "Accept" in every language, because the text mentions a click on “Accept”. A translation precedes it,
 * so that the shopper can read what the button does.
 */
function acceptLabel({ accept }: AllMessages): TemplateResult {
	return accept ? html`<span>${accept} (<span lang="en">Accept</span>)</span>` : html`<span>Accept</span>`;
}
