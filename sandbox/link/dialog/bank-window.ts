/** The window in which the bank's own page stands, while Link waits for it. */
let current: { close(): void } | undefined;

/** So often, in ms, it is looked whether the shopper has closed it: windows do not tell. */
const pause = 300;

/**
 * Opens it in place of the one before. `ended` is called once: with `false` when the bank's page says that it
 * has been answered, with `true` when the window was closed. Tells whether the browser let it open.
 */
export function openBankWindow(url: string, ended: (closed: boolean) => void): boolean {
	closeBankWindow();
	const bank = window.open(url, 'link-bank', 'popup,width=480,height=760');
	if (!bank) return false;
	const stop = () => {
		clearInterval(watch);
		window.removeEventListener('message', hear);
		if (current === mine) current = undefined;
	};
	const end = (closed: boolean) => {
		stop();
		ended(closed);
	};
	const hear = ({ source, origin }: MessageEvent) => {
		if (source === bank && origin === location.origin) end(false);
	};
	const watch = setInterval(() => bank.closed && end(true), pause);
	window.addEventListener('message', hear);
	const mine = {
		close: () => {
			stop();
			bank.close();
		},
	};
	current = mine;
	return true;
}

/** Link goes without it: nothing more is heard of it. */
export function closeBankWindow(): void {
	current?.close();
}
