/**
 * Stands in for Plaid's script: puts a `Plaid` into the page whose sessions a test drives by hand. As the real one does,
 * it makes a hidden frame at once, locks scrolling while open; as the real one has been seen to, it forgets to unlock.
 */
(() => {
	const page = window as unknown as { Plaid: unknown; linkSessions?: unknown[]; scriptRuns?: number };
	page.scriptRuns = (page.scriptRuns ?? 0) + 1;
	page.linkSessions ??= [];
	const all = page.linkSessions;
	page.Plaid = {
		create(config: { onExit(error: unknown, metadata: unknown): void }) {
			const frame = document.createElement('iframe');
			frame.title = 'Link';
			frame.hidden = true;
			document.body.append(frame);
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
	};
})();
