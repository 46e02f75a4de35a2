import { html, nothing } from 'lit';
import type { Progress, Step } from '../../link-server/protocol.ts';
import { alertIcon, backIcon, closeIcon, mark } from './icons.ts';
import type { DialogState, Session } from './session.ts';
import { drawAccounts } from './steps/accounts.ts';
import { drawCode } from './steps/code.ts';
import { drawConsent } from './steps/consent.ts';
import { drawCredentials } from './steps/credentials.ts';
import { drawDegraded } from './steps/degraded.ts';
import { drawFailed } from './steps/failed.ts';
import { drawFinish } from './steps/finish.ts';
import { drawLeaving } from './steps/leaving.ts';
import { drawMethod } from './steps/method.ts';
import { drawMfa } from './steps/mfa.ts';
import { drawNumbers } from './steps/numbers.ts';
import { drawOAuth } from './steps/oauth.ts';
import { drawSearch } from './steps/search.ts';
import type { StepView } from './steps/step.ts';
import { type Words, wordsOf } from './words/words.ts';

/** How far along each step is. */
const stages: Record<Step, number> = {
	consent: 1,
	method: 2,
	search: 2,
	degraded: 2,
	credentials: 3,
	mfa: 3,
	oauth: 3,
	failed: 3,
	numbers: 3,
	code: 4,
	accounts: 4,
	finish: 5,
	leaving: 5,
};
const last = 5;

/** The whole dialog in a state. Its frame stays from step to step, so that nothing jumps. */
export function dialogView(state: DialogState, session: Session, retry: () => void) {
	if (state.phase === 'closed') return nothing;
	const words = wordsOfState(state);
	const step =
		state.phase === 'step' ? drawStep(state.progress, session, words) : startingStep(state, retry, words);
	const busy = state.phase === 'step' ? state.busy : state.problem === null;
	const submit = (event: SubmitEvent) => {
		event.preventDefault();
		step.action?.submit(new FormData(event.currentTarget as HTMLFormElement));
	};
	return html`
		<header>
			${
				canGoBack(state)
					? html`<button type="button" class="round" aria-label=${words.back} @click=${() => session.step('back', {})}>${backIcon}</button>`
					: html`<span class="round"></span>`
			}
			${state.phase === 'step' ? progressView(state.progress.screen.step, words) : nothing}
			<button type="button" class="round" aria-label=${words.close} @click=${() => session.leave()}>${closeIcon}</button>
		</header>
		<form @submit=${submit} aria-busy=${busy ? 'true' : 'false'}>
			<main>
				${step.opening ?? nothing}
				<h1 id="heading" tabindex="-1">${step.heading}</h1>
				${step.intro ? html`<p class="intro">${step.intro}</p>` : nothing} ${step.body}
			</main>
			<footer>
				<div class="problem" role="alert">
					${state.problem ? html`<p>${alertIcon}<span>${state.problem}</span></p>` : nothing}
				</div>
				${step.action ? html`<button type="submit" class="primary" aria-disabled=${busy ? 'true' : 'false'}>${step.action.label}</button>` : nothing}
				${(step.others ?? []).map(
					({ label, choose }) => html`<button type="button" class="other" @click=${choose}>${label}</button>`,
				)}
			</footer>
			<p class="sandbox">${words.sandbox}</p>
		</form>
	`;
}

/** Until the server has told the link token's language it is the browser's. */
export const wordsOfState = (state: DialogState): Words =>
	wordsOf(state.phase === 'step' ? state.progress.language : navigator.language.slice(0, 2));

function drawStep(progress: Progress, session: Session, words: Words): StepView {
	const { screen } = progress;
	switch (screen.step) {
		case 'consent':
			return drawConsent(screen, progress, session, words);
		case 'method':
			return drawMethod(screen, progress, session, words);
		case 'search':
			return drawSearch(screen, progress, session, words);
		case 'degraded':
			return drawDegraded(screen, progress, session, words);
		case 'credentials':
			return drawCredentials(screen, progress, session, words);
		case 'mfa':
			return drawMfa(screen, progress, session, words);
		case 'oauth':
			return drawOAuth(screen, progress, session, words);
		case 'failed':
			return drawFailed(screen, progress, session, words);
		case 'accounts':
			return drawAccounts(screen, progress, session, words);
		case 'numbers':
			return drawNumbers(screen, progress, session, words);
		case 'code':
			return drawCode(screen, progress, session, words);
		case 'finish':
			return drawFinish(screen, progress, session, words);
		case 'leaving':
			return drawLeaving(screen, progress, session, words);
	}
}

/** Until the server has answered for the first time. */
const startingStep = (
	{ problem }: { problem: string | null },
	retry: () => void,
	words: Words,
): StepView => ({
	opening: html`<div class="opening">${mark}</div>`,
	heading: problem === null ? words.loading : words.failed,
	body: html``,
	...(problem === null ? {} : { action: { label: words.retry, submit: retry } }),
});

function canGoBack(state: DialogState): boolean {
	if (state.phase !== 'step') return false;
	const { screen } = state.progress;
	switch (screen.step) {
		case 'degraded':
		case 'mfa':
		case 'numbers':
			return true;
		case 'accounts':
		case 'credentials':
		case 'oauth':
		case 'failed':
			return screen.can_go_back;
		default:
			return false;
	}
}

function progressView(step: Step, words: Words) {
	const at = stages[step];
	return html`
		<p class="progress">
			<span class="visually-hidden">${words.step(at, last)}</span>
			${Array.from({ length: last }, (_, index) => html`<i class=${index < at ? 'reached' : ''}></i>`)}
		</p>
	`;
}
