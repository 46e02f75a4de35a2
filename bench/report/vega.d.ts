/** The part of Vega that is used here. Its own types exist only once `bench/node_modules` is installed. */
declare module 'vega' {
	export function parse(spec: unknown): unknown;
	/** Level 1 logs errors only. */
	export function logger(level: number): unknown;
	export class View {
		constructor(runtime: unknown, options: { renderer: 'none' });
		toSVG(): Promise<string>;
	}
}

declare module 'vega-lite' {
	export function compile(spec: unknown, options: { logger: unknown }): { spec: unknown };
}
