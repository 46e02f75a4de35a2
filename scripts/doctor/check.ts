/** What a check is, and what it finds. */

import type { RunWrangler } from '../settings/wrangler.ts';
import type { WranglerConfig } from '../settings/wrangler-config.ts';

export type State = 'well' | 'not_well' | 'unknown';

export type Finding = {
	name: string;
	state: State;
	/** What was found; never a value of a secret. */
	message: string;
	/** What to do; null where there is nothing to do. */
	cure: string | null;
};

export type Settings = {
	/** Variables of `wrangler.toml` with those of `.dev.vars` over them, as the Worker gets them. */
	variables: Record<string, string>;
	wrangler: WranglerConfig;
};

/** What a check may use of the world; tests hand in the sandbox's. */
export type World = {
	fetch: typeof fetch;
	/** Milliseconds since 1970. */
	now(): number;
	wrangler: RunWrangler;
};

export type Check = (settings: Settings, world: World) => Promise<Finding[]>;

export const well = (name: string, message: string): Finding => ({
	name,
	state: 'well',
	message,
	cure: null,
});
export const notWell = (name: string, message: string, cure: string): Finding => ({
	name,
	state: 'not_well',
	message,
	cure,
});
export const unknown = (name: string, message: string, cure: string | null = null): Finding => ({
	name,
	state: 'unknown',
	message,
	cure,
});
