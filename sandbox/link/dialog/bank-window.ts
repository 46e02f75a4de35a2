/** The window with the bank's own page. Link waits for it. */
let current: { close(): void } | undefined;

/** How often Link checks whether the shopper has closed the window, in milliseconds. There is no event for that. */
const pollInterval = 300;

/**
 * Opens the window and closes an earlier one. Calls `onEnd` once: with `answered` when the bank's page reports that
 * the shopper has decided, or with `closed`. Returns false if the browser blocked the window.
 */
export function openBankWindow(url: string, onEnd: (end: 'answered' | 'closed') => void): boolean {
	closeBankWindow();
	const bank = window.open(url, 'link-bank', 'popup,width=480,height=760');
	if (!bank) return false;
	const stop = () => {
		clearInterval(timer);
		window.removeEventListener('message', receive);
		if (current === own) current = undefined;
	};
	const end = (how: 'answered' | 'closed') => {
		stop();
		onEnd(how);
	};
	const receive = ({ source, origin }: MessageEvent) => {
		if (source === bank && origin === location.origin) end('answered');
	};
	const timer = setInterval(() => bank.closed && end('closed'), pollInterval);
	window.addEventListener('message', receive);
	const own = {
		close: () => {
			stop();
			bank.close();
		},
	};
	current = own;
	return true;
}

/** Closes the window, if one is open. Its `onEnd` is not called. */
export function closeBankWindow(): void {
	current?.close();
}
