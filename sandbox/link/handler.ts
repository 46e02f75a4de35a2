import type { Event, EventMetadata, Exit, Success } from '../link-server/protocol.ts';
import { rememberFocus } from './focus.ts';
import { appendFrame } from './frame.ts';
import type { FromFrame } from './messages.ts';
import type { ScriptTag } from './script-tag.ts';
import { lockScrolling } from './scroll-lock.ts';

/**
 * What a page gives to `Plaid.create`; whatever else is in it is left alone.
 * @see https://plaid.com/docs/link/web/#create
 */
export type LinkConfig = {
	token?: string | null;
	/** The page's whole address when a bank has led back to it, with `?oauth_state_id=…`. */
	receivedRedirectUri?: string | null;
	/** The page stands in an app: a bank's page opens in its place, not in a window. */
	isWebView?: boolean;
	onSuccess?: (publicToken: string, metadata: Success['metadata']) => void;
	onExit?: (error: Exit['error'], metadata: Exit['metadata']) => void;
	onEvent?: (name: string, metadata: EventMetadata) => void;
	onLoad?: () => void;
};

export type LinkHandler = {
	/** With an institution's id, its login follows the consent. */
	open(institutionId?: string): void;
	exit(options?: { force?: boolean }): void;
	destroy(): void;
	submit(data: { phone_number?: string; date_of_birth?: string }): void;
};

const HandlerState = {
	loading: 'loading',
	queued: 'queued',
	ready: 'ready',
	open: 'open',
	destroyed: 'destroyed',
} as const;
type HandlerState = (typeof HandlerState)[keyof typeof HandlerState];

/**
 * One handler: its frame is in the page, hidden, from now until `destroy`. It can be opened again after each end.
 *
 * @throws if there is no link token
 */
export function createHandler(config: LinkConfig, script: ScriptTag): LinkHandler {
	const { token } = config;
	if (typeof token !== 'string' || token === '') {
		throw new Error(
			'Plaid.create: `token` is missing. Make a link token with /link/token/create and pass it; a public key is no longer enough.',
		);
	}
	let state: HandlerState = HandlerState.loading;
	let institutionId: string | undefined;
	/** Undoes what `show` did to the page. */
	let restorePage = () => {};
	const frame = appendFrame(script, receive);

	function show() {
		state = HandlerState.open;
		const returnFocus = rememberFocus(document, frame.element);
		const unlockScrolling = lockScrolling(document.body);
		restorePage = () => {
			restorePage = () => {};
			frame.hide();
			unlockScrolling();
			returnFocus();
		};
		frame.show();
		frame.element.focus({ preventScroll: true });
		frame.post({
			type: 'open',
			token: token as string,
			webview: config.isWebView ?? false,
			...(institutionId === undefined ? {} : { institution_id: institutionId }),
			...(config.receivedRedirectUri ? { received_redirect_uri: config.receivedRedirectUri } : {}),
		});
	}

	function receive(message: FromFrame) {
		switch (message.type) {
			case 'ready': {
				const wasQueued = state === HandlerState.queued;
				if (!wasQueued && state !== HandlerState.loading) return;
				state = HandlerState.ready;
				call(() => config.onLoad?.());
				// onLoad may have opened it, or destroyed it.
				if (wasQueued && stateNow() === HandlerState.ready) show();
				return;
			}
			case 'event':
				if (state === HandlerState.open || isLayer(message.event)) tell([message.event]);
				return;
			case 'redirect':
				location.assign(message.address);
				return;
			case 'chosen':
				return;
			case 'success':
				if (!close()) return;
				tell(message.events);
				call(() => config.onSuccess?.(message.public_token, message.metadata));
				return;
			case 'exit':
				if (!close()) return;
				tell(message.events);
				call(() => config.onExit?.(message.error, message.metadata));
				return;
			default:
				throw new Error(`Link's frame sent an unknown message: ${JSON.stringify(message satisfies never)}`);
		}
	}

	/** Read anew: a callback may have changed it. */
	function stateNow(): HandlerState {
		return state;
	}

	/** Gives the page back before it is told, so that a callback finds it as it was. Tells whether it was open. */
	function close(): boolean {
		if (state !== HandlerState.open) return false;
		state = HandlerState.ready;
		restorePage();
		return true;
	}

	function tell(events: Event[]) {
		for (const { name, metadata } of events) call(() => config.onEvent?.(name, metadata));
	}

	return {
		open(institution) {
			// Pages also hand over a click's event.
			institutionId = typeof institution === 'string' ? institution : undefined;
			if (state === HandlerState.loading) state = HandlerState.queued;
			else if (state === HandlerState.ready) show();
		},
		exit(options) {
			if (state === HandlerState.queued) {
				// No session has begun, so there is none to name.
				state = HandlerState.loading;
				const metadata = { institution: null, status: null, link_session_id: '', request_id: '' };
				queueMicrotask(() => call(() => config.onExit?.(null, metadata)));
			} else if (state === HandlerState.open) {
				frame.post({ type: 'exit', force: options?.force ?? false });
				// The frame goes at once; what it has to say follows.
				if (options?.force) restorePage();
			}
		},
		destroy() {
			if (state === HandlerState.destroyed) return;
			state = HandlerState.destroyed;
			restorePage();
			frame.remove();
		},
		submit(data) {
			const [field, ...more] = Object.keys(data ?? {});
			if (more.length > 0 || (field !== 'phone_number' && field !== 'date_of_birth')) {
				throw new Error('Link: submit() takes either a phone_number or a date_of_birth.');
			}
			frame.post({ type: 'submit', token, data });
		},
	};
}

/** Layer's events come before Link is open: in the sandbox always that Layer cannot be had. */
const isLayer = ({ name }: Event): boolean => name.startsWith('LAYER_');

/** A page's callback that throws is reported as the page's own error, and keeps no other from being called. */
function call(callback: () => void) {
	try {
		callback();
	} catch (error) {
		reportError(error);
	}
}
