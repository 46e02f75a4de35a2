import { html, type TemplateResult } from 'lit';
import type { InstitutionChoice } from '../../../link-server/protocol.ts';
import { badge } from '../components.ts';
import { forwardIcon, searchIcon } from '../icons.ts';
import type { Messages } from '../messages/messages.ts';
import type { RenderStep } from './step.ts';

export const searchStep: RenderStep<'search'> = (
	{ query, institutions, can_type_numbers },
	{ session, messages },
) => ({
	heading: messages.search.heading,
	body: searchView(
		{
			query,
			institutions,
			search: (text) => void session.step('search', { query: text }),
			choose: (institution_id) => void session.step('institution', { institution_id }),
		},
		messages,
	),
	...(can_type_numbers
		? {
				alternatives: [
					{
						label: messages.search.numbers,
						choose: () => void session.step('method', { method: 'numbers' as const }),
					},
				],
			}
		: {}),
});

/** A search starts when the shopper has not typed for this long, in milliseconds. */
const typingPause = 150;
let typingTimer: ReturnType<typeof setTimeout> | undefined;

type Search = {
	query: string;
	institutions: readonly InstitutionChoice[];
	search(query: string): void;
	choose(institutionId: string): void;
};

/** The search field and the list. `createEmbedded` shows them without a dialog. */
export function searchView(
	{ query, institutions, search, choose }: Search,
	messages: Messages,
): TemplateResult {
	const searchSoon = ({ currentTarget }: Event) => {
		const { value } = currentTarget as HTMLInputElement;
		clearTimeout(typingTimer);
		typingTimer = setTimeout(() => search(value), typingPause);
	};
	const chooseNow = (institution_id: string) => {
		clearTimeout(typingTimer);
		choose(institution_id);
	};
	const showAll = ({ currentTarget }: Event) => {
		const field = (currentTarget as HTMLElement).closest('form, main')?.querySelector('input');
		if (field) {
			field.value = '';
			field.focus();
		}
		search('');
	};
	const isFound = institutions.length > 0;
	const status = isFound ? messages.search.count(institutions.length) : messages.search.none(query);
	return html`
		<div class="search">
			<label for="query" class="visually-hidden">${messages.search.label}</label>
			${searchIcon}
			<input
				id="query"
				type="search"
				autocomplete="off"
				autocapitalize="none"
				spellcheck="false"
				enterkeyhint="search"
				placeholder=${messages.search.label}
				@input=${searchSoon}
			/>
		</div>
		<p class="visually-hidden" role="status">${query.trim() === '' ? '' : status}</p>
		${
			isFound
				? html`
					<ul class="institutions" aria-label=${messages.search.list}>
						${institutions.map(
							(institution) => html`
								<li>
									<button type="button" @click=${() => chooseNow(institution.institution_id)}>
										${badge(institution)}
										<span>${institution.name}</span>
										${forwardIcon}
									</button>
								</li>
							`,
						)}
					</ul>
				`
				: html`
					<div class="nothing">
						<strong>${messages.search.none(query)}</strong>
						<p>${messages.search.advice}</p>
						<button type="button" class="quiet" @click=${showAll}>${messages.search.clear}</button>
					</div>
				`
		}
	`;
}
