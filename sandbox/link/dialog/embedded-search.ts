/** The bank search of `createEmbedded`. Its frame is in the page; the dialog has a frame of its own. */
import { html, render } from 'lit';
import type { InstitutionChoice } from '../../link-server/protocol.ts';
import { browserMessages, messagesFor } from './messages/messages.ts';
import { connectPage, type Page } from './page-channel.ts';
import { listInstitutions } from './server.ts';
import { searchView } from './steps/search.ts';

export async function runEmbeddedSearch(): Promise<void> {
	document.querySelector('dialog')?.remove();
	document.body.classList.add('embedded');
	const main = document.createElement('main');
	document.body.prepend(main);
	let page: Page | undefined;
	let token = '';
	let messages = browserMessages();
	let list: { query: string; institutions: readonly InstitutionChoice[] } | undefined;
	let pending = new AbortController();

	/** The latest search wins. */
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
			messages = messagesFor(answer.language);
			list = answer;
			show(null);
		} catch {
			if (!signal.aborted) show(messages.unreachable);
		}
	};

	function show(problem: string | null) {
		document.documentElement.lang = messages.language;
		const choose = (institution_id: string) => page?.post({ type: 'chosen', institution_id });
		render(
			html`
				<h1>${messages.search.heading}</h1>
				${
					problem === null && list
						? searchView({ ...list, search: (query) => void search(query), choose }, messages)
						: html`<div class="problem" role="alert"><p>${problem}</p></div>
							<button type="button" class="quiet" @click=${() => void search('')}>${messages.retry}</button>`
				}
				<p class="sandbox">${messages.sandbox}</p>
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
