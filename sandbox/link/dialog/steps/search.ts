import { html } from 'lit';
import type { InstitutionChoice } from '../../../link-server/protocol.ts';
import { badge } from '../badge.ts';
import { onwardIcon, searchIcon } from '../icons.ts';
import type { Words } from '../words/words.ts';
import type { DrawStep } from './step.ts';

/** A pause in typing of this many ms is taken for the end of a word. */
const pause = 150;
let typing: ReturnType<typeof setTimeout> | undefined;

type Search = {
	query: string;
	institutions: readonly InstitutionChoice[];
	search(query: string): void;
	choose(institutionId: string): void;
};

export const drawSearch: DrawStep<'search'> = (
	{ query, institutions, can_type_numbers },
	_progress,
	session,
	words,
) => ({
	heading: words.search.heading,
	body: searchView(
		{
			query,
			institutions,
			search: (text) => void session.step('search', { query: text }),
			choose: (institution_id) => void session.step('institution', { institution_id }),
		},
		words,
	),
	...(can_type_numbers
		? {
				others: [
					{
						label: words.search.numbers,
						choose: () => void session.step('method', { method: 'numbers' as const }),
					},
				],
			}
		: {}),
});

/** The field and the list; `createEmbedded` shows them without a dialog. */
export function searchView({ query, institutions, search, choose }: Search, words: Words) {
	const typed = ({ currentTarget }: Event) => {
		const { value } = currentTarget as HTMLInputElement;
		clearTimeout(typing);
		typing = setTimeout(() => search(value), pause);
	};
	const chosen = (institution_id: string) => {
		clearTimeout(typing);
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
	return html`
			<div class="search">
				<label for="query" class="visually-hidden">${words.search.label}</label>
				${searchIcon}
				<input
					id="query"
					type="search"
					autocomplete="off"
					autocapitalize="none"
					spellcheck="false"
					enterkeyhint="search"
					placeholder=${words.search.label}
					@input=${typed}
				/>
			</div>
			<p class="visually-hidden" role="status">
				${query.trim() === '' ? '' : institutions.length > 0 ? words.search.count(institutions.length) : words.search.none(query)}
			</p>
			${
				institutions.length > 0
					? html`
						<ul class="institutions" aria-label=${words.search.list}>
							${institutions.map(
								(institution) => html`
									<li>
										<button type="button" @click=${() => chosen(institution.institution_id)}>
											${badge(institution)}
											<span>${institution.name}</span>
											${onwardIcon}
										</button>
									</li>
								`,
							)}
						</ul>
					`
					: html`
						<div class="nothing">
							<strong>${words.search.none(query)}</strong>
							<p>${words.search.advice}</p>
							<button type="button" class="quiet" @click=${showAll}>${words.search.clear}</button>
						</div>
					`
			}
	`;
}
