/** What is used of Vega: its own types are there only once `bench/node_modules` is. */
declare module 'vega' {
	export function parse(spec: unknown): unknown;
	/** Of errors only at level 1. */
	export function logger(level: number): unknown;
	export class View {
		constructor(runtime: unknown, options: { renderer: 'none' });
		toSVG(): Promise<string>;
	}
}

declare module 'vega-lite' {
	export function compile(spec: unknown, options: { logger: unknown }): { spec: unknown };
}
