import { html } from 'lit';
import { badge } from '../badge.ts';
import { onwardIcon, searchIcon } from '../icons.ts';
import { words } from '../words.ts';
import type { DrawStep } from './step.ts';

/** A pause in typing of this many ms is taken for the end of a word. */
const pause = 150;
let typing: ReturnType<typeof setTimeout> | undefined;

export const drawSearch: DrawStep<'search'> = ({ query, institutions }, _progress, session) => {
	const search = (text: string) => void session.step('search', { query: text });
	const typed = ({ currentTarget }: Event) => {
		const { value } = currentTarget as HTMLInputElement;
		clearTimeout(typing);
		typing = setTimeout(() => search(value), pause);
	};
	const choose = (institution_id: string) => {
		clearTimeout(typing);
		void session.step('institution', { institution_id });
	};
	const showAll = ({ currentTarget }: Event) => {
		const field = (currentTarget as HTMLButtonElement).form?.querySelector('input');
		if (field) {
			field.value = '';
			field.focus();
		}
		search('');
	};
	return {
		heading: words.search.heading,
		body: html`
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
										<button type="button" @click=${() => choose(institution.institution_id)}>
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
		`,
	};
};
