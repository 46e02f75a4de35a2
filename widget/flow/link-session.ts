import type { LinkTokenAnswer, LinkTokenRequest } from '../../worker/contract.ts';
import { post } from './backend.ts';
import { Failure } from './errors.ts';
import { createLink, type Link, type LinkResult } from './link.ts';
import { linkScriptUrl, loadLinkScript } from './link-script.ts';
import { deleteOpenSession, type OAuthReturn, storeOpenSession } from './oauth-return.ts';
import type { FlowHost } from './state.ts';

/** A link token is not opened this close to its expiration, in ms. */
const expirationMargin = 60_000;

/** A link token, and the Link made from it: prepared once, reused while the token is good, renewed when it is not. */
export class LinkSession {
	readonly #host: FlowHost;
	readonly #onEvent: (name: string, metadata: Record<string, unknown>) => void;
	#token: LinkTokenAnswer | undefined;
	/** The backend and the request that the token was created for. */
	#tokenPurpose = '';
	#preparing: Promise<Link> | undefined;
	#link: Link | undefined;

	constructor(host: FlowHost, onEvent: (name: string, metadata: Record<string, unknown>) => void) {
		this.#host = host;
		this.#onEvent = onEvent;
	}

	/** Whether a Link is prepared, or being prepared, that may still be opened. */
	get isPrepared(): boolean {
		return this.#preparing !== undefined && !(this.#link && !this.#hasGoodToken);
	}

	/**
	 * Returns a Link to open. If none is prepared, a link token and Link's script are requested side by side.
	 * @param oauthReturn Reopens the session that an OAuth bank's page has interrupted.
	 */
	prepare(signal: AbortSignal, oauthReturn?: OAuthReturn): Promise<Link> {
		if (this.#preparing && this.isPrepared) return this.#preparing;
		if (this.#link) this.drop();
		const preparing = this.#create(signal, oauthReturn);
		this.#preparing = preparing;
		preparing.catch(() => {
			if (this.#preparing === preparing) this.#preparing = undefined;
		});
		return preparing;
	}

	/**
	 * Opens what was prepared.
	 * @throws {Failure} `link_already_open`
	 */
	open(): Promise<LinkResult> {
		const result = (this.#link as Link).open();
		this.storeForReturn();
		return result;
	}

	/** Stores the session for as long as Link is open: an OAuth bank's page may take the place of this one. */
	storeForReturn(): void {
		const { backend, storageKey } = this.#host.settings();
		const { link_token, expiration } = this.#token as LinkTokenAnswer;
		storeOpenSession({ link_token, expiration, backend, key: storageKey });
	}

	/** Closes Link as if the shopper had. */
	leave(): void {
		this.#link?.leave();
	}

	/** Removes Link from the page, and forgets its token. */
	drop(): void {
		this.removeLink();
		this.#token = undefined;
	}

	/** Removes Link from the page. Its token opens the next one. */
	removeLink(): void {
		if (this.#token) deleteOpenSession(this.#token);
		this.#link?.destroy();
		this.#link = this.#preparing = undefined;
	}

	async #create(signal: AbortSignal, oauthReturn: OAuthReturn | undefined): Promise<Link> {
		if (isInForeignFrame())
			throw new Failure(
				'link_in_frame',
				'Plaid Link cannot be opened inside a frame of another site: link to this page, or open it in a new tab.',
			);
		// Link speaks the language that the link token names.
		await this.#host.locale.loaded;
		signal.throwIfAborted();
		const { backend, linkScript, nonce, embedded } = this.#host.settings();
		const purpose = this.#purpose();
		const reusable = this.#hasGoodToken ? this.#token : undefined;
		const [token, plaid] = await Promise.all([
			oauthReturn ?? reusable ?? post('link_tokens', this.#request(), { backend, signal }),
			loadLinkScript(linkScriptUrl(linkScript), nonce),
		]);
		signal.throwIfAborted();
		this.#token = token as LinkTokenAnswer;
		this.#tokenPurpose = purpose;
		this.#link = createLink(plaid, {
			token: token.link_token,
			receivedRedirectUri: oauthReturn?.receivedRedirectUri,
			container: embedded && !oauthReturn ? addContainer(this.#host.element) : undefined,
			onEvent: (name, metadata) => {
				if (!signal.aborted) this.#onEvent(name, metadata);
			},
		});
		return this.#link;
	}

	#request(): LinkTokenRequest {
		const { session, connection, redirectUri } = this.#host.settings();
		const { language } = this.#host.locale.messages;
		return {
			...(session && { session }),
			...(connection && { connection }),
			...(language !== 'en' && { language }),
			...(redirectUri && { redirect_uri: redirectUri }),
		};
	}

	/** The page may name another session or backend at any time. */
	#purpose(): string {
		return JSON.stringify({ backend: this.#host.settings().backend, ...this.#request() });
	}

	get #hasGoodToken(): boolean {
		return (
			this.#token !== undefined &&
			this.#tokenPurpose === this.#purpose() &&
			Date.now() < Date.parse(this.#token.expiration) - expirationMargin
		);
	}
}

/** In a frame of another site, Link can neither remember the shopper nor return from a bank. */
function isInForeignFrame(): boolean {
	try {
		return top?.origin !== origin;
	} catch {
		return true;
	}
}

/** In the light DOM: what Plaid puts there must find its own styles and frames. */
function addContainer(element: HTMLElement): HTMLElement {
	const container = document.createElement('div');
	container.slot = 'embedded';
	element.append(container);
	return container;
}
