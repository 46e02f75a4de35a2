/** Everything that the Worker needs, each in its own process, and the bare proxies to compare it to. */
import { type RunningDatabase, startDatabase } from '../processes/database.ts';
import { startUpstream, type Upstream } from '../processes/upstream.ts';
import { type RunningWorkerd, startWorkerd } from '../processes/workerd.ts';
import type { Scripts } from './scripts.ts';
import { variables } from './variables.ts';

export const delays = [0, 50, 100] as const;
export type Delay = (typeof delays)[number];

/** A Worker, at one address for each delay of Plaid. */
export type Served = RunningWorkerd & { url(delay: Delay): string };

export type Stack = {
	upstream: Upstream;
	database: RunningDatabase;
	worker: Served;
	/** Makes the calls to Plaid and nothing else. */
	proxy: Served;
	/** Makes the calls to Plaid and stores the least. */
	storingProxy: Served;
	close(): Promise<void>;
};

export async function openStack(scripts: Pick<Scripts, 'worker' | 'proxy'>): Promise<Stack> {
	const opened: { close(): Promise<void> }[] = [];
	const close = async () => {
		for (const part of opened.reverse()) await part.close();
	};
	const keep = <Part extends { close(): Promise<void> }>(part: Part): Part => {
		opened.push(part);
		return part;
	};
	try {
		const upstream = keep(await startUpstream());
		const database = keep(await startDatabase('memory'));
		const stored = { database: database.address };
		const serve = async (script: string, more: { database?: string }): Promise<Served> => {
			const workerd = keep(
				await startWorkerd(
					delays.map((delay) => ({
						name: `after-${delay}`,
						script,
						variables: variables(upstream.url(delay)),
						...more,
					})),
				),
			);
			return { ...workerd, url: (delay) => workerd.urls[`after-${delay}`] ?? '' };
		};
		return {
			upstream,
			database,
			worker: await serve(scripts.worker, stored),
			proxy: await serve(scripts.proxy, {}),
			storingProxy: await serve(scripts.proxy, stored),
			close,
		};
	} catch (error) {
		await close();
		throw error;
	}
}
