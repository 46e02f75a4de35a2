/** A script that each page runs first, to record when things happen. It does nothing until they do. */
export type Probe = {
	/** When the shopper pressed last, in ms since the page began. */
	pressed: number;
	/** When Link's frame was shown last. */
	shown: number;
	/** When Link had closed and the page's callback had run. */
	left: number;
	/** When the button was in the page, and when a press of it would open Link. */
	seen: number;
	usable: number;
	/** Each layout shift, and whether it followed an action of the shopper. */
	shifts: { value: number; asked: boolean }[];
	/** The last handler of Link's script. Keeping more would hold them in memory. */
	handler: { exit(options: { force: boolean }): void } | undefined;
};

/** Runs in the page, so it can use nothing else of this file. */
export function installProbe(): void {
	if (window !== window.top) return;
	const probe: Probe = { pressed: 0, shown: 0, left: 0, seen: 0, usable: 0, shifts: [], handler: undefined };
	Object.assign(window, { probe });
	addEventListener(
		'click',
		() => {
			probe.pressed = performance.now();
			probe.shown = 0;
		},
		true,
	);
	new PerformanceObserver((list) => {
		for (const entry of list.getEntries() as (PerformanceEntry & {
			value: number;
			hadRecentInput: boolean;
		})[])
			probe.shifts.push({ value: entry.value, asked: entry.hadRecentInput });
	}).observe({ type: 'layout-shift', buffered: true });

	const look = () => {
		const frames = document.querySelectorAll<HTMLElement>('iframe[id^="plaid-link-iframe-"]');
		if (!probe.shown && [...frames].some(({ style }) => style.display === 'block'))
			probe.shown = performance.now();
		const button = document.querySelector('#root button, #connect') as HTMLButtonElement | null;
		if (!button) return;
		probe.seen ||= performance.now();
		if (!button.disabled) probe.usable ||= performance.now();
	};
	new MutationObserver(look).observe(document, {
		childList: true,
		subtree: true,
		attributes: true,
		attributeFilter: ['style', 'disabled'],
	});
	for (const name of ['plaid-stripe-connect', 'empty-element'])
		customElements.whenDefined(name).then(async () => {
			const element = document.querySelector(name) as (Element & { updateComplete: Promise<unknown> }) | null;
			await element?.updateComplete;
			const button = element?.shadowRoot?.querySelector('button');
			if (button && !button.disabled) probe.seen = probe.usable = performance.now();
		});

	type Config = Record<string, ((...args: unknown[]) => void) | undefined>;
	let plaid: { create(config: Config): NonNullable<Probe['handler']> } | undefined;
	Object.defineProperty(window, 'Plaid', {
		configurable: true,
		get: () => plaid,
		set(given: typeof plaid) {
			const create = given?.create;
			plaid = given &&
				create && {
					...given,
					create(config) {
						const recording =
							(name: string) =>
							(...args: unknown[]) => {
								config[name]?.(...args);
								probe.left = performance.now();
							};
						const handler = create({
							...config,
							onExit: recording('onExit'),
							onSuccess: recording('onSuccess'),
						});
						probe.handler = handler;
						return handler;
					},
				};
		},
	});
}
