/** The bank's own page of the OAuth way: any login is good, and the shopper chooses what to share. */
import type { State } from '../../state.ts';
import { allowsSeveral } from '../credentials.ts';
import { hasExpired, type OAuthRequest, redirectAddress } from '../oauth.ts';
import { shownClientName } from '../screen.ts';
import { bankWords } from './messages.ts';
import { bankPageStyle } from './style.ts';

/** What the bank's page tells the Link frame that opened it; only that it has been answered. */
export const answeredMessage = 'link-oauth-answered';

export type Page = { html: string; policy: string; status: number };

/** The page to decide on; `redirects` keeps it in the tab. `problem` tells why it is shown again. */
export function decisionPage(
	state: State,
	request: OAuthRequest | undefined,
	{ redirects, problem }: { redirects: boolean; problem: boolean },
): Page {
	if (!request || request.used || request.verdict || hasExpired(state, request))
		return endedPage(request, 410);
	const { institution, accounts, session } = request;
	const words = bankWords(session.linkToken.request.language);
	const client = shownClientName(session.linkToken.request.client_name);
	const type = allowsSeveral(session.linkToken.request.link_customization_name) ? 'checkbox' : 'radio';
	const only = accounts.length === 1 ? ' checked' : '';
	const shared = state.items.get(session.linkToken.updateItemId ?? '')?.accounts ?? [];
	const back = redirectAddress(request);
	return page(
		request,
		`<form method="post" action="/link/oauth/${request.stateId}${redirects ? '?redirect' : ''}">
			<h1>${escaped(words.heading(institution.name))}</h1>
			<p>${escaped(words.login)}</p>
			<label for="username">${escaped(words.username)}</label>
			<input id="username" name="username" autocomplete="off" autocapitalize="none" spellcheck="false">
			<label for="password">${escaped(words.password)}</label>
			<input id="password" name="password" type="password" autocomplete="off">
			<fieldset>
				<legend>${escaped(words.accounts(client))}</legend>
				${problem ? `<p class="problem" role="alert">${escaped(words.choose)}</p>` : ''}
				${accounts
					.map(({ account_id, name, mask }) => {
						const checked = shared.some((each) => each.account_id === account_id) ? ' checked' : only;
						return `<label class="account"><input type="${type}" name="account" value="${account_id}"${checked}><span>${escaped(name)}${mask ? ` ••${escaped(mask)}` : ''}</span></label>`;
					})
					.join('\n\t\t\t\t')}
			</fieldset>
			<button name="decision" value="allow">${escaped(words.allow)}</button>
			<button name="decision" value="deny" class="quiet">${escaped(words.deny)}</button>
		</form>`,
		{ formTargets: redirects && back ? [new URL(back).origin] : [] },
	);
}

/** The bank is done: its window closes, and Link's frame hears of it. */
export const answeredPage = (request: OAuthRequest): Page => endedPage(request, 200);

function endedPage(request: OAuthRequest | undefined, status: number): Page {
	const words = bankWords(request?.session.linkToken.request.language ?? 'en');
	const heading = status === 200 ? words.done : words.gone;
	const advice = status === 200 ? words.close : words.again;
	const nonce = crypto.randomUUID();
	const script = `<script nonce="${nonce}">if (opener) { opener.postMessage('${answeredMessage}', origin); close(); }</script>`;
	return page(request, `<h1>${escaped(heading)}</h1><p>${escaped(advice)}</p>${script}`, { nonce, status });
}

function page(
	request: OAuthRequest | undefined,
	main: string,
	{
		nonce = crypto.randomUUID() as string,
		status = 200,
		formTargets = [],
	}: { nonce?: string; status?: number; formTargets?: string[] },
): Page {
	const language = request?.session.linkToken.request.language ?? 'en';
	const words = bankWords(language);
	const name = request?.institution.name ?? words.bank;
	const html = `<!doctype html>
<html lang="${words.language}">
	<head>
		<meta charset="utf-8">
		<meta name="viewport" content="width=device-width, initial-scale=1">
		<meta name="color-scheme" content="light dark">
		<title>${escaped(name)}</title>
		<style nonce="${nonce}">${bankPageStyle}:root{--bank:${request?.institution.color ?? '#004966'}}</style>
	</head>
	<body>
		<header>${escaped(name)}</header>
		<main>${main}</main>
		<footer>${escaped(words.sandbox)}</footer>
	</body>
</html>`;
	const policy = [
		"default-src 'none'",
		`style-src 'nonce-${nonce}'`,
		`script-src 'nonce-${nonce}'`,
		// A form's answer may lead on to the merchant's page.
		["form-action 'self'", ...formTargets].join(' '),
		"base-uri 'none'",
		"frame-ancestors 'none'",
	].join('; ');
	return { html, policy, status };
}

const escaped = (text: string): string =>
	text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
