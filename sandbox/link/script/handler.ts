/** Link's handlers: what `Plaid.create` returns. */
import type { Event, EventMetadata, Exit, Success } from '../../link-server/protocol.ts';
import type { FromFrame } from '../channel.ts';
import { appendFrame } from './frame.ts';
import { lockScrolling, rememberFocus } from './page-behind.ts';
import type { ScriptTag } from './script-tag.ts';

/**
 * What a page passes to `Plaid.create`. Other properties are ignored.
 * @see https://plaid.com/docs/link/web/#create
 */
export type LinkConfig = {
	token?: string | null;
	/** After a bank's redirect: the page's complete address, with `?oauth_state_id=…`. */
	receivedRedirectUri?: string | null;
	/** Whether the page is in an app's web view. A bank's page then replaces it instead of opening a window. */
	isWebView?: boolean;
	onSuccess?: (publicToken: string, metadata: Success['metadata']) => void;
	onExit?: (error: Exit['error'], metadata: Exit['metadata']) => void;
	onEvent?: (name: string, metadata: EventMetadata) => void;
	onLoad?: () => void;
};

export type LinkHandler = {
	/** With an institution's id, the dialog skips the search. */
	open(institutionId?: string): void;
	exit(options?: { force?: boolean }): void;
	destroy(): void;
	submit(data: { phone_number?: string; date_of_birth?: string }): void;
};

/** `queued` is opened before the frame has loaded. */
type HandlerState = 'loading' | 'queued' | 'ready' | 'open' | 'destroyed';

/**
 * Creates a handler. Its hidden frame is in the page until `destroy`. The handler can be opened again after each
 * session. Throws if the link token is missing.
 */
export function createHandler(config: LinkConfig, script: ScriptTag): LinkHandler {
	const { token } = config;
	if (typeof token !== 'string' || token === '') {
		throw new Error(
			'Plaid.create: `token` is missing. Make a link token with /link/token/create and pass it; a public key is no longer enough.',
		);
	}
	let state: HandlerState = 'loading';
	let institutionId: string | undefined;
	/** Undoes what `show` did to the page. */
	let restorePage = () => {};
	const frame = appendFrame(script, receive);

	function show() {
		state = 'open';
		const restoreFocus = rememberFocus(document, frame.element);
		const unlockScrolling = lockScrolling(document.body);
		restorePage = () => {
			restorePage = () => {};
			frame.hide();
			unlockScrolling();
			restoreFocus();
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
				const wasQueued = state === 'queued';
				if (!wasQueued && state !== 'loading') return;
				state = 'ready';
				call(() => config.onLoad?.());
				// The callback may have opened or destroyed the handler.
				if (wasQueued && currentState() === 'ready') show();
				return;
			}
			case 'event':
				if (state === 'open' || isLayerEvent(message.event)) reportEvents([message.event]);
				return;
			case 'redirect':
				location.assign(message.address);
				return;
			case 'chosen':
				return;
			case 'success':
				if (!close()) return;
				reportEvents(message.events);
				call(() => config.onSuccess?.(message.public_token, message.metadata));
				return;
			case 'exit':
				if (!close()) return;
				reportEvents(message.events);
				call(() => config.onExit?.(message.error, message.metadata));
				return;
			default:
				throw new Error(`Link's frame sent an unknown message: ${JSON.stringify(message satisfies never)}`);
		}
	}

	/** Reads the state after a callback. TypeScript would assume that it is unchanged. */
	function currentState(): HandlerState {
		return state;
	}

	/** Restores the page before any callback runs. Returns whether the handler was open. */
	function close(): boolean {
		if (state !== 'open') return false;
		state = 'ready';
		restorePage();
		return true;
	}

	function reportEvents(events: Event[]) {
		for (const { name, metadata } of events) call(() => config.onEvent?.(name, metadata));
	}

	return {
		open(institution) {
			// A page that passes `open` as a click listener passes the click's event.
			institutionId = typeof institution === 'string' ? institution : undefined;
			if (state === 'loading') state = 'queued';
			else if (state === 'ready') show();
		},
		exit(options) {
			if (state === 'queued') {
				// No session has started, so the metadata has no ids.
				state = 'loading';
				const metadata = { institution: null, status: null, link_session_id: '', request_id: '' };
				queueMicrotask(() => call(() => config.onExit?.(null, metadata)));
			} else if (state === 'open') {
				frame.post({ type: 'exit', force: options?.force ?? false });
				// The frame disappears at once. Its `exit` message follows.
				if (options?.force) restorePage();
			}
		},
		destroy() {
			if (state === 'destroyed') return;
			state = 'destroyed';
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

/** Layer's events occur before Link is open. The sandbox sends only LAYER_NOT_AVAILABLE. */
const isLayerEvent = ({ name }: Event): boolean => name.startsWith('LAYER_');

/** Reports an error of the page's callback as the page's own, so that the other callbacks still run. */
function call(callback: () => void) {
	try {
		callback();
	} catch (error) {
		reportError(error);
	}
}
