/** What each API implements: `plaid/api.ts`, `stripe/api.ts` and Link's server. `dispatch.ts` calls it. */
import type { State } from './state.ts';

/** A request whose body has been read. */
export type ApiRequest = {
	method: string;
	url: string;
	path: string;
	/** Without the `?`. */
	query: string;
	headers: Headers;
	/** The raw body; empty if there was none. */
	text: string;
	requestId: string;
	/** The handler awaits it before its first effect, because a fault may delay the work. */
	beforeWork: () => Promise<void>;
};

export type ApiHandler = (state: State, request: ApiRequest) => Promise<Response>;
