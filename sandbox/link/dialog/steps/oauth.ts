import { html } from 'lit';
import { openBankWindow } from '../bank-window.ts';
import { alertText, badge, opening } from '../components.ts';
import type { Messages } from '../messages/messages.ts';
import type { RenderStep, ScreenOf } from './step.ts';

/** Opens the bank's own page, in a window or, if the page is in a web view, in place of the page. */
export const oauthStep: RenderStep<'oauth'> = (screen, { session, messages }) => {
	const { institution, url, redirects, redirect_url, waiting, problem, can_go_back } = screen;
	const redirect = async (address: string) => {
		await session.step('oauth_open', {});
		session.redirect(address);
	};
	const open = () => {
		if (redirects && redirect_url) return void redirect(redirect_url);
		// Before any request: browsers allow a window only while they handle the click.
		const opened = openBankWindow(
			url,
			(end) => void session.step('oauth_check', { closed: end === 'closed' }),
		);
		if (opened) void session.step('oauth_open', {});
		else if (redirect_url) void redirect(redirect_url);
		else session.showProblem(messages.oauth.blocked);
	};
	const isOpen = waiting !== null && problem === null;
	const { name } = institution;
	return {
		opening: opening(badge(institution)),
		heading: messages.oauth.heading(name),
		intro: isOpen ? messages.oauth.waiting(name) : messages.oauth.intro(name),
		body: html`<div class="refused" role="alert">${alertText(problemText(problem, messages))}</div>`,
		action: { label: isOpen ? messages.oauth.again : messages.oauth.open(name), submit: open },
		canGoBack: can_go_back,
	};
};

function problemText(problem: ScreenOf<'oauth'>['problem'], { oauth }: Messages): string | null {
	switch (problem) {
		case 'closed':
			return oauth.closed;
		case 'failed':
			return oauth.expired;
		case null:
			return null;
	}
}
