import type { AuthorizationAnswer, AuthorizationRequest } from '../worker/contract.ts';
import { authorizationStyles } from './authorize-styles.ts';
import { copyView, type Html, panelView, type Step } from './authorize-view.ts';
import type { Failure } from './failure.ts';
import type { Held, Host } from './host.ts';
import type { Unfinished } from './unfinished.ts';
import type { BankAuthorizedDetail } from './way-events.ts';
import { english } from './words-of-authorization.ts';

export type { Html };
export type Authorization = ReturnType<typeof createAuthorization>;
/** Of `backend.ts`, which belongs to the way: what is shared with it is handed over. */
type Insist = (
	backend: string,
	route: 'authorizations',
	body: AuthorizationRequest,
	signal: AbortSignal,
) => Promise<AuthorizationAnswer>;

let sheet: CSSStyleSheet | undefined;

/**
 * The debit authorization: the Worker's text, the shopper's answer, and a copy for as long as the page lives. It is loaded
 * when it is needed, and imports nothing that runs of the element or of its way.
 */
export function createAuthorization(host: Host, insist: Insist) {
	const { element } = host;
	const root = element.shadowRoot as ShadowRoot;
	if (!sheet) {
		sheet = new CSSStyleSheet();
		sheet.replaceSync(authorizationStyles);
	}
	root.adoptedStyleSheets.push(sheet);

	/** What is asked just now. */
	let held: Held | undefined;
	let step: Step = 'loading';
	let offer: AuthorizationAnswer | undefined;
	/** As the shopper has typed it, and whose account it was for. */
	let name = '';
	let named = '';
	/** Ends the step that waits for the shopper. */
	let proceed = (_rename: boolean): void => {};
	/** Ends it all. */
	let end = (_answer: 'declined' | 'another'): void => {};
	let ended: Promise<'declined' | 'another'>;
	let accepted: BankAuthorizedDetail | undefined;

	const words = () => ({ ...english, ...host.words() });

	const focus = () => {
		const place = root.querySelector<HTMLElement>('.ask, [part=button]');
		place?.focus({ preventScroll: true });
		place?.scrollIntoView({ block: 'nearest' });
	};

	/** The focus may have been on what goes: then what comes in its place has it. */
	const redraw = async () => {
		const had = root.activeElement !== null;
		element.requestUpdate();
		await element.updateComplete;
		if (had && !root.activeElement) focus();
	};

	const change = (next: Step, text?: AuthorizationAnswer) => {
		step = next;
		offer = text;
		redraw();
	};

	/** Resolves when the shopper goes on; true: not with this name. */
	const shopper = (next: Step, text?: AuthorizationAnswer) =>
		new Promise<boolean>((resolve) => {
			proceed = resolve;
			change(next, text);
		});

	return {
		/** Before the page is told of the bank: it is the authorization's turn. */
		show(connected: Held, fresh: boolean) {
			held = connected;
			if (named !== held[0]) name = '';
			[named] = held;
			step = 'loading';
			offer = accepted = undefined;
			ended = new Promise((resolve) => {
				end = resolve;
			});
			// After Link nobody has the focus, sometimes. After a reload, or where the shopper is elsewhere by now, it is
			// left alone.
			const nowhere = (document.activeElement ?? document.body) === document.body;
			const [, account, institution] = held;
			host.hold(['', account, institution], 'authorizing');
			redraw().then(() => fresh && nowhere && held && focus());
		},
		/** @throws {Failure} as `insist` does */
		async ask(
			{ backend, body: { link_token } }: Unfinished,
			[connection]: Held,
			signal: AbortSignal,
		): Promise<BankAuthorizedDetail | 'declined' | 'another'> {
			const mine = held;
			const over = new AbortController();
			const either = AbortSignal.any([signal, over.signal]);
			const post = (accept?: string) =>
				insist(
					backend,
					'authorizations',
					{
						link_token,
						connection,
						...(name && { name }),
						...(accept && { accept }),
						// Whoever is signed in to the page by now: what is kept may be another's.
						...(element.session && { session: element.session }),
					},
					either,
				);
			const lead = async (): Promise<BankAuthorizedDetail> => {
				for (;;) {
					let text: AuthorizationAnswer | undefined;
					try {
						text = await post();
					} catch (error) {
						if ((error as Failure).code !== 'holder_name_required') throw error;
					}
					// An offer that is accepted already stands from before: a repair asks for nothing twice.
					while (text && !text.accepted_at) {
						if (await shopper('reading', text)) text = undefined;
						else {
							change('accepting', text);
							text = await post(text.authorization);
						}
					}
					if (text?.accepted_at) {
						const { authorization, text: shown, accepted_at } = text;
						return { connection, authorization, text: shown, acceptedAt: accepted_at };
					}
					await shopper('naming');
					change('loading');
				}
			};
			try {
				const outcome = await Promise.race([
					lead(),
					ended,
					new Promise<never>((_, reject) => {
						either.addEventListener('abort', () => reject(either.reason));
					}),
				]);
				if (typeof outcome === 'object') accepted = outcome;
				return outcome;
			} finally {
				if (held === mine) held = undefined;
				over.abort();
				redraw();
			}
		},
		/** As if the shopper had declined. What is being accepted is not taken back. */
		leave(): boolean {
			if (step !== 'accepting') end('declined');
			return held !== undefined;
		},
		/** Leaves nothing of it on screen but the copy. */
		stop() {
			held = undefined;
		},
		/** What the shopper has to do. */
		message(): string | undefined {
			const { holder, waiting, loading } = words();
			return held && { naming: holder, reading: waiting, loading, accepting: loading }[step];
		},
		view(html: Html) {
			if (held)
				return panelView(html, {
					words: words(),
					held,
					step,
					text: offer?.text,
					name,
					fixed: element.connection !== '',
					proceed,
					end,
					tell(typed: string) {
						name = typed;
						proceed(false);
					},
				});
			return accepted && element.status === 'connected' && element.value === accepted.connection
				? copyView(html, words(), accepted.text)
				: undefined;
		},
	};
}
