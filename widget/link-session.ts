import type { LinkTokenAnswer, LinkTokenRequest } from '../worker/contract.ts';
import { ask } from './backend.ts';
import { checkAttributes } from './check.ts';
import { Failure } from './failure.ts';
import type { Host } from './host.ts';
import { createLink, type Link } from './link.ts';
import { loadPlaid, scriptAddress } from './link-script.ts';
import { backendOf, redirectUriOf } from './own-addresses.ts';
import type { Returned } from './redirect.ts';

/** A link token this close to its end is not opened any more, in ms. */
const margin = 60_000;

/** Link with its token: got ready once, kept while it is good, renewed when it is not. */
export function createLinkSession(
	host: Host,
	onEvent: (name: string, metadata: Record<string, unknown>) => void,
) {
	const { element } = host;
	let token: LinkTokenAnswer | undefined;
	/** What it was asked for. */
	let asked = '';
	let preparing: Promise<Link> | undefined;
	let link: Link | undefined;

	/** Takes Link out of the page. Its token stays for the next time, unless it is used up. */
	const drop = (tokenToo: boolean) => {
		link?.destroy();
		link = preparing = undefined;
		if (tokenToo) token = undefined;
	};

	const request = (): LinkTokenRequest => {
		const { session, connection } = element;
		const { language } = host.words();
		const redirect_uri = redirectUriOf(element);
		return {
			...(session && { session }),
			...(connection && { connection }),
			...(language !== 'en' && { language }),
			...(redirect_uri && { redirect_uri }),
		};
	};

	/** Whom, what and where a token is for: the page may have named another session while Link was open. */
	const wanted = () => JSON.stringify([backendOf(host), request()]);
	const isGood = () => token && asked === wanted() && Date.now() < Date.parse(token.expiration) - margin;

	return {
		drop,
		leave: () => link?.leave(),
		/** When its token ends, in ms since 1970. */
		expires: () => Date.parse(token?.expiration ?? ''),
		/**
		 * A Link to open: the one at hand, or else a link token and the script, asked for side by side. After the way
		 * over a bank's page, the token of before.
		 */
		prepare(signal: AbortSignal, returned?: Returned): Promise<Link> {
			if (link && !isGood()) drop(true);
			if (preparing) return preparing;
			if (isFramed())
				return Promise.reject(
					new Failure(
						'link_in_frame',
						'Plaid Link cannot be opened inside a frame of another site: link to this page, or open it in a new tab.',
						false,
					),
				);
			checkAttributes(element);
			host.to('loading');
			const now = wanted();
			const begun = Promise.all([
				returned ?? (isGood() ? token : undefined) ?? ask(backendOf(host), 'link_tokens', request(), signal),
				loadPlaid(scriptAddress(element.linkScript), element.nonce ?? ''),
			]).then(([answer, plaid]) => {
				signal.throwIfAborted();
				token = answer as LinkTokenAnswer;
				asked = now;
				const tell = (name: string, metadata: Record<string, unknown>) => {
					if (!signal.aborted) onEvent(name, metadata);
				};
				const place = !returned && host.embeds() ? placeIn(element) : undefined;
				link = createLink(plaid, { token: token.link_token, received: returned?.received, place }, tell);
				// The shopper may be past Link by now.
				if (element.status === 'loading') host.to('ready');
				return link;
			});
			preparing = begun;
			begun.catch(() => {
				if (preparing === begun) preparing = undefined;
			});
			return begun;
		},
	};
}

/** In a frame of another site, Link can neither remember the shopper nor come back from a bank. */
function isFramed(): boolean {
	try {
		return top?.origin !== origin;
	} catch {
		return true;
	}
}

/** In the light DOM: what Plaid puts there must find its own styles and frames. */
function placeIn(element: HTMLElement): HTMLElement {
	const place = document.createElement('div');
	place.slot = 'embedded';
	element.append(place);
	return place;
}
