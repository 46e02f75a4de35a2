/** The type of a check and of its findings. */
import type { RunWrangler } from '../settings/wrangler.ts';
import type { WranglerConfig } from '../settings/wrangler-config.ts';

export type State = 'well' | 'not_well' | 'unknown';

export type Finding = {
	name: string;
	state: State;
	/** What was found; never a secret's value. */
	message: string;
	/** What to do, or null. */
	cure: string | null;
};

export type Settings = {
	/** The variables as the Worker gets them: those of `wrangler.toml`, overridden by those of `.dev.vars`. */
	variables: Record<string, string>;
	wrangler: WranglerConfig;
};

/** Everything outside that a check may use. Tests pass the sandbox's. */
export type World = {
	fetch: typeof fetch;
	/** The time in ms since 1970. */
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
