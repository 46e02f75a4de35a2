/** The page inside Link's frame: shows the dialog as long as a session is open. */
import { render } from 'lit';
import type { Progress, Screen } from '../../link-server/wire.ts';
import { holdKeyboard } from './keyboard.ts';
import { connectPage, type Page } from './page.ts';
import { createSession, type DialogState } from './session.ts';
import { dialogView } from './view.ts';
import { words } from './words.ts';

const dialog = document.querySelector('dialog') as HTMLDialogElement;

if (window.parent === window) document.body.textContent = words.alone;
else await run();

async function run() {
	let page: Page | undefined;
	let token = '';
	/** The step whose heading was given the focus last. */
	let focused = '';
	let shown: Progress | undefined;

	const session = createSession({
		show,
		opened: ({ open }) => open && page?.post({ type: 'event', event: open }),
		ended: (outcome) => page?.post(outcome),
	});
	const start = () => void session.start(token);
	holdKeyboard(dialog, () => void session.leave());

	function show(state: DialogState) {
		render(dialogView(state, session, start), dialog);
		if (state.phase === 'closed') {
			dialog.close();
			focused = '';
			return;
		}
		if (!dialog.open) dialog.showModal();
		const step = state.phase === 'step' ? state.progress.screen.step : state.phase;
		if (step !== focused) enter(step);
		else if (state.phase === 'step' && isRefused(state.progress.screen) && state.progress !== shown) {
			dialog.querySelector<HTMLInputElement>('#password')?.select();
		}
		shown = state.phase === 'step' ? state.progress : undefined;
	}

	/** A new step is told by its heading, which gets the focus, and begins at its top. */
	function enter(step: string) {
		focused = step;
		const heading = dialog.querySelector('h1');
		document.title = `${heading?.textContent} – ${words.sandbox}`;
		for (const scroller of dialog.querySelectorAll('form, main')) scroller.scrollTo(0, 0);
		heading?.focus({ preventScroll: true });
	}

	page = await connectPage((message) => {
		if (message.type === 'exit') void session.leave();
		else {
			token = message.token;
			start();
		}
	});
	page.post({ type: 'ready' });
}

const isRefused = (screen: Screen): boolean => screen.step === 'credentials' && screen.error !== null;
