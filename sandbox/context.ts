import type { State } from './state.ts';

/** Serves a built browser file by its path (`/link/v2/stable/…`), or tells by `null` that there is none. */
export type Assets = (path: string) => Promise<Response | null>;

/** What every part of the sandbox is given. `state` stays the same object for the sandbox's whole life. */
export type SandboxContext = {
	state: State;
	/** Where the sandbox is reached, e.g. `http://localhost:8788`. */
	origin: string;
	assets: Assets;
};
