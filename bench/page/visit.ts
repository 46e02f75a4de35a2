/** One visit to a page in a new browser context: nothing is cached or stored. */
import type { Browser, CDPSession, Page } from 'playwright-core';
import type { PageName } from './pages.ts';
import { installProbe, type Probe } from './probe.ts';
import type { PageServers } from './servers.ts';

export type Device = 'a laptop' | 'a slow phone';

/** The browser and the servers of all visits. */
export type Place = { browser: Browser; servers: PageServers };

export type Visit = {
	page: Page;
	cdp: CDPSession;
	/** The page's own address. */
	address: string;
	/** Every address that was requested, the page's own first. */
	requests: string[];
	probe(): Promise<Omit<Probe, 'handler'>>;
	/** Resolves with the function's result in the page, once it is truthy. */
	when<T>(ask: () => T): Promise<T>;
	/** Resolves when no request has been open for a while and the page is idle. */
	quiet(): Promise<void>;
	metrics(): Promise<Record<string, number>>;
};

/** A phone renders Link's frame in the page's process; a laptop gives a frame of another site its own. */
const sites = { 'a laptop': 'other site', 'a slow phone': 'same site' } as const;
/** How long no request may be open before a page counts as quiet, in ms. */
const quietMs = 150;

export async function visit<Result>(
	{ browser, servers }: Place,
	name: PageName,
	device: Device,
	during: (visit: Visit) => Promise<Result>,
): Promise<Result> {
	const isPhone = device === 'a slow phone';
	const context = await browser.newContext({
		hasTouch: true,
		viewport: isPhone ? { width: 390, height: 844 } : { width: 1280, height: 800 },
		reducedMotion: 'reduce',
	});
	try {
		const page = await context.newPage();
		await page.addInitScript(installProbe);
		const requests: string[] = [];
		let open = 0;
		let last = 0;
		const ended = () => {
			open -= 1;
			last = performance.now();
		};
		page.on('request', (request) => {
			requests.push(request.url());
			open += 1;
		});
		page.on('requestfinished', ended);
		page.on('requestfailed', ended);
		const cdp = await context.newCDPSession(page);
		// The thread's own time, without what else the machine does.
		await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
		if (isPhone) await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 });
		const address = servers.address(name, sites[device]);
		await page.goto(address, { waitUntil: 'load' });
		return await during({
			page,
			cdp,
			address,
			requests,
			probe: () =>
				page.evaluate(() => {
					const { handler, ...times } = (window as unknown as { probe: Probe }).probe;
					return times;
				}),
			async when<T>(ask: () => T) {
				const handle = await page.waitForFunction(ask, undefined, { polling: 'raf', timeout: 20_000 });
				return (await handle.jsonValue()) as T;
			},
			async quiet() {
				const onTheWire = () => open > 0 || performance.now() - last < quietMs;
				do {
					while (onTheWire()) await new Promise((resolve) => setTimeout(resolve, 20));
					// A script that is still running may start another request.
					await page.evaluate(() => new Promise<unknown>((resolve) => requestIdleCallback(resolve)));
				} while (onTheWire());
			},
			async metrics() {
				const { metrics } = await cdp.send('Performance.getMetrics');
				return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
			},
		});
	} catch (error) {
		throw new Error(`On the page "${name}", on ${device}: ${(error as Error).message}`, { cause: error });
	} finally {
		await context.close();
	}
}
