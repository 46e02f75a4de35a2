/** The page inside Link's frame: shows the dialog as long as a session is open. */
import { render } from 'lit';
import type { Progress } from '../../link-server/protocol.ts';
import { embeddedParameter } from '../messages.ts';
import { closeBankWindow } from './bank-window.ts';
import { runEmbedded } from './embedded.ts';
import { holdKeyboard } from './keyboard.ts';
import { connectPage, type Page } from './page.ts';
import { type Opening, submitToLayer } from './server.ts';
import { createSession, type DialogState } from './session.ts';
import { dialogView, wordsOfState } from './view.ts';
import { wordsOf } from './words/words.ts';

const dialog = document.querySelector('dialog') as HTMLDialogElement;

if (window.parent === window) document.body.textContent = wordsOf(navigator.language.slice(0, 2)).alone;
else if (new URLSearchParams(location.search).has(embeddedParameter)) await runEmbedded();
else await run();

async function run() {
	let page: Page | undefined;
	let opening: Opening = { link_token: '' };
	/** The step whose heading was given the focus last. */
	let focused = '';
	let shown: Progress | undefined;
	let bankTimeout: ReturnType<typeof setTimeout> | undefined;
	let isWaiting = false;

	const session = createSession({
		show,
		opened: ({ events }) => {
			for (const event of events ?? []) page?.post({ type: 'event', event });
		},
		ended: (outcome) => page?.post(outcome),
		redirect: (address) => page?.post({ type: 'redirect', address: new URL(address, location.href).href }),
	});
	const start = () => void session.start(opening);
	holdKeyboard(dialog, () => void session.leave());

	function show(state: DialogState) {
		render(dialogView(state, session, start), dialog);
		if (state.phase === 'closed') {
			clearTimeout(bankTimeout);
			closeBankWindow();
			dialog.close();
			focused = '';
			return;
		}
		if (!dialog.open) dialog.showModal();
		const words = wordsOfState(state);
		document.documentElement.lang = words.language;
		const step = state.phase === 'step' ? stepOf(state.progress) : state.phase;
		if (step !== focused) enter(step, words.sandbox);
		else if (state.phase === 'step' && state.progress !== shown) selectRefused();
		if (state.phase === 'step' && state.progress !== shown) awaitBank(state.progress);
		shown = state.phase === 'step' ? state.progress : undefined;
	}

	/** A new step is told by its heading, which gets the focus, and begins at its top. */
	function enter(step: string, sandbox: string) {
		focused = step;
		const heading = dialog.querySelector('h1');
		document.title = `${heading?.textContent} – ${sandbox}`;
		for (const scroller of dialog.querySelectorAll('form, main')) scroller.scrollTo(0, 0);
		heading?.focus({ preventScroll: true });
	}

	/** The bank does not wait for ever, and a page that comes back from the background may have missed its answer. */
	function awaitBank({ screen }: Progress) {
		clearTimeout(bankTimeout);
		if (screen.step === 'oauth' && screen.waiting !== null) {
			bankTimeout = setTimeout(check, screen.waiting);
			isWaiting = true;
		} else {
			isWaiting = false;
			closeBankWindow();
		}
	}
	function check() {
		if (isWaiting) void session.step('oauth_check', { closed: false });
	}
	document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && check());

	/** What was refused is typed over: a password, or else the first of the fields that are wrong. */
	function selectRefused() {
		const refused = [...dialog.querySelectorAll<HTMLInputElement>('[aria-invalid="true"]')];
		(refused.find(({ type }) => type === 'password') ?? refused[0])?.select();
	}

	page = await connectPage((message) => {
		switch (message.type) {
			case 'exit':
				if (message.force) void session.leave();
				else session.askToLeave();
				return;
			case 'open': {
				const { type: _, token, ...rest } = message;
				opening = { link_token: token, ...rest };
				start();
				return;
			}
			case 'submit':
				void submitToLayer(message.token, message.data)
					.then((answer) => answer.type === 'layer' && page?.post({ type: 'event', event: answer.event }))
					.catch(() => {});
				return;
			case 'list':
				return;
		}
	});
	page.post({ type: 'ready' });
}

/** Another round of questions is another step. */
const stepOf = ({ screen }: Progress): string =>
	screen.step === 'mfa' ? `${screen.step} ${screen.round}` : screen.step;
