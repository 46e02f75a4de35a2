/** What is put into each page before anything else, to tell when things happen. It does nothing until they do. */
export type Probe = {
	/** When the shopper pressed, in ms since the page began; of the last time. */
	pressed: number;
	/** When Link's frame was shown; of the last time. */
	shown: number;
	/** When it had gone again, and the page was told so. */
	left: number;
	/** When the button stood in the page, and when a press of it would lead to Link. */
	seen: number;
	usable: number;
	/** Each layout shift, and whether it followed something that the shopper did. */
	shifts: { value: number; asked: boolean }[];
	/** What Link's script has made last; no others, which would be held in memory by this alone. */
	handler: { exit(options: { force: boolean }): void } | undefined;
};

/** Runs in the page, so it can use nothing of this file. */
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
						const told =
							(name: string) =>
							(...args: unknown[]) => {
								config[name]?.(...args);
								probe.left = performance.now();
							};
						const handler = create({ ...config, onExit: told('onExit'), onSuccess: told('onSuccess') });
						probe.handler = handler;
						return handler;
					},
				};
		},
	});
}
