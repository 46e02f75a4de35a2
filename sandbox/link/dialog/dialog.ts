/** Connects the dialog's session, view and page: shows the dialog while a session is open. */
import { render } from 'lit';
import type { Progress } from '../../link-server/protocol.ts';
import { closeBankWindow } from './bank-window.ts';
import { trapKeyboard } from './keyboard.ts';
import { connectPage, type Page } from './page-channel.ts';
import { type Opening, submitToLayer } from './server.ts';
import { createSession, type DialogState, messagesOf } from './session.ts';
import { dialogView } from './view.ts';

export async function runDialog(dialog: HTMLDialogElement): Promise<void> {
	let page: Page | undefined;
	let opening: Opening = { link_token: '' };
	/** The step that was shown last, with its progress. */
	let shown: { step: string; progress: Progress | null } = { step: '', progress: null };
	let stopWaitingForBank = () => {};

	const session = createSession({
		onState: show,
		onEvents: (events) => {
			for (const event of events) page?.post({ type: 'event', event });
		},
		onEnd: (outcome) => page?.post(outcome),
		onRedirect: (address) => page?.post({ type: 'redirect', address: new URL(address, location.href).href }),
	});
	const start = () => void session.start(opening);
	trapKeyboard(dialog, () => void session.leave());

	function show(state: DialogState) {
		render(dialogView(state, session, start), dialog);
		if (state.phase === 'closed') {
			stopWaitingForBank();
			closeBankWindow();
			dialog.close();
			shown = { step: '', progress: null };
			return;
		}
		if (!dialog.open) dialog.showModal();
		const messages = messagesOf(state);
		document.documentElement.lang = messages.language;
		const progress = state.phase === 'step' ? state.progress : null;
		const step = progress ? stepId(progress) : state.phase;
		const isNewStep = step !== shown.step;
		const isNewProgress = progress !== null && progress !== shown.progress;
		shown = { step, progress };
		if (isNewStep) focusHeading(messages.sandbox);
		else if (isNewProgress) selectInvalidField();
		if (isNewProgress) waitForBank(progress);
	}

	/** Screen readers announce a new step by its heading. The step starts at its top. */
	function focusHeading(titleSuffix: string) {
		const heading = dialog.querySelector('h1');
		document.title = `${heading?.textContent} – ${titleSuffix}`;
		for (const scroller of dialog.querySelectorAll('form, main')) scroller.scrollTo(0, 0);
		heading?.focus({ preventScroll: true });
	}

	/** Selects what was refused, so that the shopper can overwrite it: a password, or else the first invalid field. */
	function selectInvalidField() {
		const invalid = [...dialog.querySelectorAll<HTMLInputElement>('[aria-invalid="true"]')];
		(invalid.find(({ type }) => type === 'password') ?? invalid[0])?.select();
	}

	/** Asks for the bank's answer when its time is up, and when the page becomes visible again. */
	function waitForBank({ screen }: Progress) {
		stopWaitingForBank();
		if (screen.step !== 'oauth' || screen.waiting === null) {
			closeBankWindow();
			return;
		}
		const check = () => void session.step('oauth_check', { closed: false });
		const checkIfVisible = () => {
			if (document.visibilityState === 'visible') check();
		};
		const timer = setTimeout(check, screen.waiting);
		document.addEventListener('visibilitychange', checkIfVisible);
		stopWaitingForBank = () => {
			clearTimeout(timer);
			document.removeEventListener('visibilitychange', checkIfVisible);
		};
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

/** Each round of MFA questions is a new step. */
const stepId = ({ screen }: Progress): string =>
	screen.step === 'mfa' ? `${screen.step} ${screen.round}` : screen.step;
