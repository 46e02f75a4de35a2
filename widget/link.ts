import { Failure } from './failure.ts';

/** What we use of Plaid's script. @see https://plaid.com/docs/link/web/ */
export type Plaid = {
	create(config: {
		token: string;
		onSuccess(publicToken: string | null, metadata: SuccessMetadata): void;
		onExit(error: LinkError | null, metadata: ExitMetadata): void;
		onEvent(name: string, metadata: Record<string, unknown>): void;
	}): { open(): void; exit(options?: { force?: boolean }): void; destroy(): void };
};
export type SuccessMetadata = { accounts?: { id: string; subtype?: string | null }[] };
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

/** Makes one Link session, hidden until it is opened. Its outcome comes once, however often Link calls back. */
export function createLink(
	plaid: Plaid,
	token: string,
	onEvent: (name: string, metadata: Record<string, unknown>) => void,
) {
	let settle: (outcome: LinkOutcome) => void;
	const outcome = new Promise<LinkOutcome>((resolve) => {
		settle = resolve;
	});
	const handler = plaid.create({
		token,
		onSuccess: (publicToken, metadata) => settle({ publicToken, metadata }),
		onExit: (error, metadata) => settle({ error, metadata }),
		onEvent,
	});
	let restore: (() => void) | undefined;
	const link = {
		token,
		/** @throws {Failure} `link_already_open` */
		open() {
			if (current)
				throw new Failure('link_already_open', 'Another Link is open on this page: close it first.');
			current = link;
			restore = pageState();
			handler.open();
			return outcome;
		},
		/** Ends as if the shopper had left. */
		leave() {
			handler.exit({ force: true });
			settle({ error: null, metadata: {} });
		},
		/** Leaves nothing of it in the page. */
		destroy() {
			try {
				handler.exit({ force: true });
				handler.destroy();
			} catch {
				// Link's own trouble while it goes must not become the page's.
			}
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
