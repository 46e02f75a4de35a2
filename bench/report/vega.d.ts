/** What is used of Vega: its own types are there only once `bench/node_modules` is. */
declare module 'vega' {
	export function parse(spec: unknown): unknown;
	export class View {
		constructor(runtime: unknown, options: { renderer: 'none' });
		toSVG(): Promise<string>;
	}
}

declare module 'vega-lite' {
	export function compile(spec: unknown): { spec: unknown };
}
