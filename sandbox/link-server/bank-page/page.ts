/** The bank's own page of an OAuth institution: any login is valid, and the shopper selects what to share. */
import type { State } from '../../state.ts';
import { allowsMultipleAccounts } from '../credentials.ts';
import { hasExpired, redirectAddress } from '../oauth.ts';
import { shownClientName } from '../screen.ts';
import type { OAuthRequest } from '../session.ts';
import { bankPageMessages } from './messages.ts';
import { bankPageStyle } from './style.ts';

/** The message that the bank's page posts to Link's dialog. It says only that there is a decision. */
export const answeredMessage = 'link-oauth-answered';

export type Page = { html: string; policy: string; status: number };

/**
 * The page at which the shopper decides. `redirects` says that it is in the merchant's tab; `isInvalid` shows an
 * error after an invalid selection of accounts.
 */
export function decisionPage(
	state: State,
	request: OAuthRequest | undefined,
	{ redirects, isInvalid = false }: { redirects: boolean; isInvalid?: boolean },
): Page {
	if (!request || request.processed || request.decision || hasExpired(state, request)) {
		return endPage(state, request, 410);
	}
	const { institution, accounts, session } = request;
	const messages = bankPageMessages(session.linkToken.request.language);
	const client = shownClientName(session.linkToken.request.client_name);
	const type = allowsMultipleAccounts(session.linkToken.request.link_customization_name)
		? 'checkbox'
		: 'radio';
	const checkedIfOnly = accounts.length === 1 ? ' checked' : '';
	const shared = state.items.get(session.linkToken.updateItemId ?? '')?.accounts ?? [];
	const address = redirectAddress(request);
	return renderPage(state, request, {
		main: `<form method="post" action="/link/oauth/${request.stateId}${redirects ? '?redirect' : ''}">
			<h1>${escapeHtml(messages.heading(institution.name))}</h1>
			<p>${escapeHtml(messages.login)}</p>
			<label for="username">${escapeHtml(messages.username)}</label>
			<input id="username" name="username" autocomplete="off" autocapitalize="none" spellcheck="false">
			<label for="password">${escapeHtml(messages.password)}</label>
			<input id="password" name="password" type="password" autocomplete="off">
			<fieldset>
				<legend>${escapeHtml(messages.accounts(client))}</legend>
				${isInvalid ? `<p class="error" role="alert">${escapeHtml(messages.choose)}</p>` : ''}
				${accounts
					.map(({ account_id, name, mask }) => {
						const checked = shared.some((each) => each.account_id === account_id)
							? ' checked'
							: checkedIfOnly;
						return `<label class="account"><input type="${type}" name="account" value="${account_id}"${checked}><span>${escapeHtml(name)}${mask ? ` ••${escapeHtml(mask)}` : ''}</span></label>`;
					})
					.join('\n\t\t\t\t')}
			</fieldset>
			<button name="decision" value="allow">${escapeHtml(messages.allow)}</button>
			<button name="decision" value="deny" class="secondary">${escapeHtml(messages.deny)}</button>
		</form>`,
		formTargets: redirects && address ? [new URL(address).origin] : [],
	});
}

/** The page after the decision. Its script informs Link's dialog and closes the window. */
export const decidedPage = (state: State, request: OAuthRequest): Page => endPage(state, request, 200);

function endPage(state: State, request: OAuthRequest | undefined, status: 200 | 410): Page {
	const messages = bankPageMessages(request?.session.linkToken.request.language ?? 'en');
	const heading = status === 200 ? messages.done : messages.ended;
	const advice = status === 200 ? messages.close : messages.tryAgain;
	return renderPage(state, request, {
		main: `<h1>${escapeHtml(heading)}</h1><p>${escapeHtml(advice)}</p>`,
		script: `if (opener) { opener.postMessage('${answeredMessage}', origin); close(); }`,
		status,
	});
}

type Content = {
	/** HTML. */
	main: string;
	script?: string;
	status?: number;
	/** Origins that the form may lead to, because its response redirects there. */
	formTargets?: string[];
};

function renderPage(
	state: State,
	request: OAuthRequest | undefined,
	{ main, script, status = 200, formTargets = [] }: Content,
): Page {
	const nonce = state.ids.uuid('bank page nonce');
	const messages = bankPageMessages(request?.session.linkToken.request.language ?? 'en');
	const name = request?.institution.name ?? messages.bank;
	const html = `<!doctype html>
<html lang="${messages.language}">
	<head>
		<meta charset="utf-8">
		<meta name="viewport" content="width=device-width, initial-scale=1">
		<meta name="color-scheme" content="light dark">
		<title>${escapeHtml(name)}</title>
		<style nonce="${nonce}">${bankPageStyle}:root{--bank:${request?.institution.color ?? '#004966'}}</style>
	</head>
	<body>
		<header>${escapeHtml(name)}</header>
		<main>${main}${script === undefined ? '' : `<script nonce="${nonce}">${script}</script>`}</main>
		<footer>${escapeHtml(messages.sandbox)}</footer>
	</body>
</html>`;
	const policy = [
		"default-src 'none'",
		`style-src 'nonce-${nonce}'`,
		`script-src 'nonce-${nonce}'`,
		["form-action 'self'", ...formTargets].join(' '),
		"base-uri 'none'",
		"frame-ancestors 'none'",
	].join('; ');
	return { html, policy, status };
}

const escapeHtml = (text: string): string =>
	text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
