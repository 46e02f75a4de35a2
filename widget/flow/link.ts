import { Failure } from './errors.ts';

/** What we use of Plaid's script. @see https://plaid.com/docs/link/web/ */
export type Plaid = {
	create(config: LinkConfig): { open(): void; exit(options?: { force?: boolean }): void; destroy(): void };
	/** @see https://plaid.com/docs/link/embedded-institution-search/ */
	createEmbedded?(config: LinkConfig, container: HTMLElement): { destroy(): void };
};
export type LinkConfig = {
	token: string;
	/** The address to which an OAuth bank has sent the shopper back. */
	receivedRedirectUri?: string;
	onSuccess(publicToken: string | null, metadata: SuccessMetadata): void;
	onExit(error: LinkError | null, metadata: ExitMetadata): void;
	onEvent(name: string, metadata: Record<string, unknown>): void;
};
export type SuccessMetadata = {
	institution?: { institution_id: string | null } | null;
	accounts?: { id: string; name?: string | null; mask?: string | null; subtype?: string | null }[];
};
export type ExitMetadata = {
	status?: string | null;
	institution?: { institution_id: string | null; name: string | null } | null;
};
export type LinkError = {
	error_type: string;
	error_code: string;
	error_message: string;
	display_message?: string | null;
};

export type LinkResult =
	| { publicToken: string | null; metadata: SuccessMetadata }
	| {
			error: LinkError | null;
			metadata: ExitMetadata;
			/** The window of an OAuth bank did not open, or was not answered. */
			oauthWindowFailed: boolean;
	  };

export type LinkOptions = {
	token: string;
	receivedRedirectUri?: string | undefined;
	/** Where Plaid's bank search is shown at once. Link opens by itself when the shopper chooses a bank. */
	container?: HTMLElement | undefined;
	onEvent(name: string, metadata: Record<string, unknown>): void;
};

export type Link = ReturnType<typeof createLink>;

/** What Link reports of a bank's window. */
const oauthEvents = new Set(['OPEN_OAUTH', 'CLOSE_OAUTH', 'FAIL_OAUTH']);

/** Link covers the whole page, so only one is open at a time. */
let openLink: object | undefined;

/** Creates one Link session, hidden until it is opened. It ends with one result, however often Link calls back. */
export function createLink(plaid: Plaid, { token, receivedRedirectUri, container, onEvent }: LinkOptions) {
	const { promise: result, resolve, reject } = Promise.withResolvers<LinkResult>();
	let restorePage: (() => void) | undefined;
	let oauthWindowFailed = false;
	/** @throws {Failure} `link_already_open` */
	const takePage = () => {
		if (openLink && openLink !== link)
			throw new Failure('link_already_open', 'Another Link is open on this page: close it first.');
		openLink = link;
		restorePage ??= savePage();
	};
	const config: LinkConfig = {
		token,
		...(receivedRedirectUri && { receivedRedirectUri }),
		onSuccess: (publicToken, metadata) => resolve({ publicToken, metadata }),
		onExit: (error, metadata) => resolve({ error, metadata, oauthWindowFailed }),
		onEvent(name, metadata) {
			try {
				if (container && name === 'OPEN') takePage();
			} catch (failure) {
				// The bank search has opened by itself. The caller that waits for the result destroys it.
				return reject(failure);
			}
			if (oauthEvents.has(name)) oauthWindowFailed = name === 'FAIL_OAUTH';
			onEvent(name, metadata);
		},
	};
	if (container && !plaid.createEmbedded)
		throw new Failure('link_failed', 'This Link has no createEmbedded.');
	const handler: { open?(): void; exit?(options: { force: boolean }): void; destroy(): void } =
		(container && plaid.createEmbedded?.(config, container)) || plaid.create(config);
	const link = {
		token,
		/**
		 * Opens Link, or waits for the shopper to choose in the bank search.
		 * @throws {Failure} `link_already_open`
		 */
		open(): Promise<LinkResult> {
			if (!container) {
				takePage();
				handler.open?.();
			}
			return result;
		},
		/** Ends as if the shopper had left. */
		leave(): void {
			handler.exit?.({ force: true });
			resolve({ error: null, metadata: {}, oauthWindowFailed: false });
		},
		/** Removes Link from the page. */
		destroy(): void {
			try {
				handler.exit?.({ force: true });
				handler.destroy();
			} catch {
				// An error inside Link while it closes must not reach the page.
			}
			container?.remove();
			if (openLink === link) openLink = undefined;
			restorePage?.();
			restorePage = undefined;
		},
	};
	return link;
}

/** Link locks scrolling and takes the focus, and sometimes does not restore them. */
function savePage(): () => void {
	const { style } = document.body;
	const { overflow } = style;
	const { scrollX, scrollY } = window;
	const focused = document.activeElement as HTMLElement | null;
	return () => {
		style.overflow = overflow;
		scrollTo({ left: scrollX, top: scrollY, behavior: 'instant' });
		focused?.focus({ preventScroll: true });
	};
}
