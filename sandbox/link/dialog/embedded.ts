/** The bank search of `createEmbedded`, in a frame that stands in the page; the dialog opens elsewhere. */
import { html, render } from 'lit';
import type { InstitutionChoice } from '../../link-server/protocol.ts';
import { connectPage, type Page } from './page.ts';
import { listInstitutions } from './server.ts';
import { searchView } from './steps/search.ts';
import { wordsOf } from './words/words.ts';

export async function runEmbedded(): Promise<void> {
	document.querySelector('dialog')?.remove();
	document.body.classList.add('embedded');
	const main = document.createElement('main');
	document.body.prepend(main);
	let page: Page | undefined;
	let token = '';
	let words = wordsOf(navigator.language.slice(0, 2));
	let list: { query: string; institutions: readonly InstitutionChoice[] } | undefined;
	let pending = new AbortController();

	const search = async (query: string) => {
		pending.abort();
		pending = new AbortController();
		const { signal } = pending;
		try {
			const answer = await listInstitutions(token, query, signal);
			if (signal.aborted) return;
			if (answer.type !== 'institutions') {
				page?.post(answer);
				return;
			}
			words = wordsOf(answer.language);
			list = answer;
			show(null);
		} catch {
			if (!signal.aborted) show(words.unreachable);
		}
	};

	function show(problem: string | null) {
		document.documentElement.lang = words.language;
		const choose = (institution_id: string) => page?.post({ type: 'chosen', institution_id });
		render(
			html`
				<h1>${words.search.heading}</h1>
				${
					problem === null && list
						? searchView({ ...list, search: (query) => void search(query), choose }, words)
						: html`<div class="problem" role="alert"><p>${problem}</p></div>
							<button type="button" class="quiet" @click=${() => void search('')}>${words.retry}</button>`
				}
				<p class="sandbox">${words.sandbox}</p>
			`,
			main,
		);
	}

	page = await connectPage((message) => {
		if (message.type !== 'list') return;
		token = message.token;
		void search('');
	});
	page.post({ type: 'ready' });
}
