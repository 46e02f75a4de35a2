import { Failure } from './failure.ts';

/** What we use of Plaid's script. @see https://plaid.com/docs/link/web/ */
export type Plaid = {
	create(config: LinkConfig): { open(): void; exit(options?: { force?: boolean }): void; destroy(): void };
	/** @see https://plaid.com/docs/link/embedded-institution-search/ */
	createEmbedded?(config: LinkConfig, place: HTMLElement): { destroy(): void };
};
export type LinkConfig = {
	token: string;
	/** The address that an OAuth bank has sent the shopper back to. */
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

export type LinkOutcome =
	| { publicToken: string | null; metadata: SuccessMetadata }
	| { error: LinkError | null; metadata: ExitMetadata };

export type Link = ReturnType<typeof createLink>;

/** Link takes the whole page, so there is one at a time. */
let current: object | undefined;

/**
 * Makes one Link session, hidden until it is opened. Its outcome comes once, however often Link calls back.
 * With a `place`, Plaid's bank search stands in it at once, and Link opens by itself when a bank is chosen.
 */
export function createLink(
	plaid: Plaid,
	{
		token,
		received,
		place,
	}: { token: string; received?: string | undefined; place?: HTMLElement | undefined },
	onEvent: (name: string, metadata: Record<string, unknown>) => void,
) {
	let settle: (outcome: LinkOutcome | Promise<never>) => void;
	const outcome = new Promise<LinkOutcome>((resolve) => {
		settle = resolve;
	});
	let restore: (() => void) | undefined;
	/** @throws {Failure} `link_already_open` */
	const takeThePage = () => {
		if (current && current !== link)
			throw new Failure('link_already_open', 'Another Link is open on this page: close it first.');
		current = link;
		restore ??= pageState();
	};
	const config: LinkConfig = {
		token,
		...(received && { receivedRedirectUri: received }),
		onSuccess: (publicToken, metadata) => settle({ publicToken, metadata }),
		onExit: (error, metadata) => settle({ error, metadata }),
		onEvent(name, metadata) {
			try {
				if (place && name === 'OPEN') takeThePage();
			} catch (failure) {
				// It opens by itself: whoever waits for its end takes it away.
				return settle(Promise.reject(failure));
			}
			onEvent(name, metadata);
		},
	};
	if (place && !plaid.createEmbedded) throw new Failure('link_failed', 'This Link has no createEmbedded.');
	const handler: { open?(): void; exit?(options: { force: boolean }): void; destroy(): void } =
		(place && plaid.createEmbedded?.(config, place)) || plaid.create(config);
	const link = {
		token,
		/** @throws {Failure} `link_already_open` */
		open() {
			if (!place) {
				takeThePage();
				handler.open?.();
			}
			return outcome;
		},
		/** Ends as if the shopper had left. */
		leave() {
			handler.exit?.({ force: true });
			settle({ error: null, metadata: {} });
		},
		/** Leaves nothing of it in the page. */
		destroy() {
			try {
				handler.exit?.({ force: true });
				handler.destroy();
			} catch {
				// Link's own trouble while it goes must not become the page's.
			}
			place?.remove();
			if (current === link) current = undefined;
			restore?.();
			restore = undefined;
		},
	};
	return link;
}

/** Link locks scrolling and takes the focus, and has been seen to forget to give them back. */
function pageState() {
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
