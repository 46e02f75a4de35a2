/**
 * A double of Plaid's script. It defines `Plaid`, and the tests drive its sessions. Like the real one it adds a hidden frame at
 * once and locks scrolling while it is open; as the real one sometimes does, it forgets to unlock it.
 */
(() => {
	type Config = { onExit(error: unknown, metadata: unknown): void };
	const page = window as unknown as { Plaid: unknown; linkSessions?: unknown[]; scriptRuns?: number };
	page.scriptRuns = (page.scriptRuns ?? 0) + 1;
	page.linkSessions ??= [];
	const all = page.linkSessions;
	const frameIn = (place: HTMLElement, hidden: boolean) => {
		const frame = document.createElement('iframe');
		frame.title = 'Link';
		frame.hidden = hidden;
		place.append(frame);
		return frame;
	};
	page.Plaid = {
		create(config: Config) {
			const frame = frameIn(document.body, true);
			const session = {
				config,
				frame,
				opened: 0,
				open() {
					session.opened++;
					frame.hidden = false;
					document.body.style.overflow = 'hidden';
				},
				exit() {
					config.onExit(null, { status: null, institution: null });
				},
				destroy() {
					frame.remove();
				},
			};
			all.push(session);
			return session;
		},
		/** The bank search, in the page's own container. */
		createEmbedded(config: Config, place: HTMLElement) {
			const frame = frameIn(place, false);
			const session = { config, frame, opened: 0, place, destroy: () => frame.remove() };
			all.push(session);
			return session;
		},
	};
})();
