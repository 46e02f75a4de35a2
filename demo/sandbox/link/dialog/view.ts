import { html, nothing } from 'lit';
import type { Progress, Step } from '../../link-server/wire.ts';
import { alertIcon, backIcon, closeIcon, mark } from './icons.ts';
import type { DialogState, Session } from './session.ts';
import { drawAccounts } from './steps/accounts.ts';
import { drawConsent } from './steps/consent.ts';
import { drawCredentials } from './steps/credentials.ts';
import { drawFinish } from './steps/finish.ts';
import { drawSearch } from './steps/search.ts';
import type { StepView } from './steps/step.ts';
import { words } from './words.ts';

const order: readonly Step[] = ['consent', 'search', 'credentials', 'accounts', 'finish'];

/** The whole dialog in a state. Its frame stays from step to step, so that nothing jumps. */
export function dialogView(state: DialogState, session: Session, retry: () => void) {
	if (state.phase === 'closed') return nothing;
	const step = state.phase === 'step' ? drawStep(state.progress, session) : startingStep(state, retry);
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
			${state.phase === 'step' ? progressView(state.progress.screen.step) : nothing}
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
				<p class="sandbox">${words.sandbox}</p>
			</footer>
		</form>
	`;
}

function drawStep(progress: Progress, session: Session): StepView {
	const { screen } = progress;
	switch (screen.step) {
		case 'consent':
			return drawConsent(screen, progress, session);
		case 'search':
			return drawSearch(screen, progress, session);
		case 'credentials':
			return drawCredentials(screen, progress, session);
		case 'accounts':
			return drawAccounts(screen, progress, session);
		case 'finish':
			return drawFinish(screen, progress, session);
	}
}

/** Until the server has answered for the first time. */
const startingStep = ({ problem }: { problem: string | null }, retry: () => void): StepView => ({
	opening: html`<div class="opening">${mark}</div>`,
	heading: problem === null ? words.loading : words.failed,
	body: html``,
	...(problem === null ? {} : { action: { label: words.retry, submit: retry } }),
});

function canGoBack(state: DialogState): boolean {
	if (state.phase !== 'step') return false;
	const { screen } = state.progress;
	return screen.step === 'accounts' || (screen.step === 'credentials' && screen.can_go_back);
}

function progressView(step: Step) {
	const at = order.indexOf(step);
	return html`
		<p class="progress">
			<span class="visually-hidden">${words.step(at + 1, order.length)}</span>
			${order.map((_, index) => html`<i class=${index <= at ? 'reached' : ''}></i>`)}
		</p>
	`;
}
