/** The Workers to measure, each bundled as for a deployment. */
import { bundle } from '../processes/bundle.ts';

const entries = {
	worker: 'worker/index.ts',
	empty: 'bench/workerd/empty.ts',
	hono: 'bench/workerd/bare-hono.ts',
	proxy: 'bench/workerd/bare-proxy.ts',
	loader: 'bench/workerd/loader.ts',
} as const;

export type Scripts = Record<keyof typeof entries, string>;

export async function bundleScripts(): Promise<Scripts> {
	const scripts: Record<string, string> = {};
	for (const [name, entry] of Object.entries(entries)) scripts[name] = await bundle(entry);
	return scripts as Scripts;
}
