import { html, nothing } from 'lit';
import { badge } from '../badge.ts';
import { openBankWindow } from '../bank-window.ts';
import { alertIcon } from '../icons.ts';
import type { DrawStep } from './step.ts';

/** To the bank's own page: in a window of its own, or in this tab where the page is a web view. */
export const drawOAuth: DrawStep<'oauth'> = (screen, _progress, session, words) => {
	const { institution, url, redirects, redirect_url, waiting, problem } = screen;
	const redirect = async (address: string) => {
		await session.step('oauth_open', {});
		session.redirect(address);
	};
	const open = () => {
		if (redirects && redirect_url) return void redirect(redirect_url);
		// At once: browsers let a window open only while the click is being answered.
		const opened = openBankWindow(url, (closed) => void session.step('oauth_check', { closed }));
		if (opened) void session.step('oauth_open', {});
		else if (redirect_url) void redirect(redirect_url);
		else session.complain(words.oauth.blocked);
	};
	const isOpen = waiting !== null && problem === null;
	const told = problem === 'closed' ? words.oauth.closed : problem === 'failed' ? words.oauth.expired : null;
	return {
		opening: html`<div class="opening">${badge(institution)}</div>`,
		heading: words.oauth.heading(institution.name),
		intro: isOpen ? words.oauth.waiting(institution.name) : words.oauth.intro(institution.name),
		body: html`
			<div class="refused" role="alert">
				${told ? html`<p>${alertIcon}<span>${told}</span></p>` : nothing}
			</div>
		`,
		action: { label: isOpen ? words.oauth.again : words.oauth.open(institution.name), submit: open },
	};
};
