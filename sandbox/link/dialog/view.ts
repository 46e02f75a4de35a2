/** The dialog: a header, the current step, a footer with its buttons. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Step } from '../../link-server/protocol.ts';
import { alertText, opening } from './components.ts';
import { backIcon, closeIcon } from './icons.ts';
import type { Messages } from './messages/messages.ts';
import { type DialogState, messagesOf, type Session } from './session.ts';
import { accountsStep } from './steps/accounts.ts';
import { codeStep } from './steps/code.ts';
import { consentStep } from './steps/consent.ts';
import { credentialsStep } from './steps/credentials.ts';
import { degradedStep } from './steps/degraded.ts';
import { failedStep } from './steps/failed.ts';
import { finishStep } from './steps/finish.ts';
import { leavingStep } from './steps/leaving.ts';
import { methodStep } from './steps/method.ts';
import { mfaStep } from './steps/mfa.ts';
import { numbersStep } from './steps/numbers.ts';
import { oauthStep } from './steps/oauth.ts';
import { searchStep } from './steps/search.ts';
import type { RenderStep, StepView } from './steps/step.ts';

/** Each step's position on the progress bar, and what renders it. */
const steps: { [S in Step]: { stage: number; render: RenderStep<S> } } = {
	consent: { stage: 1, render: consentStep },
	method: { stage: 2, render: methodStep },
	search: { stage: 2, render: searchStep },
	degraded: { stage: 2, render: degradedStep },
	credentials: { stage: 3, render: credentialsStep },
	mfa: { stage: 3, render: mfaStep },
	oauth: { stage: 3, render: oauthStep },
	failed: { stage: 3, render: failedStep },
	numbers: { stage: 3, render: numbersStep },
	code: { stage: 4, render: codeStep },
	accounts: { stage: 4, render: accountsStep },
	finish: { stage: 5, render: finishStep },
	leaving: { stage: 5, render: leavingStep },
};
const lastStage = 5;

/** Header, form and footer are the same elements in every step, so that nothing moves between steps. */
export function dialogView(state: DialogState, session: Session, retry: () => void) {
	if (state.phase === 'closed') return nothing;
	const messages = messagesOf(state);
	const view =
		state.phase === 'step' ? stepView(state, session, messages) : startingView(state, retry, messages);
	const busy = state.phase === 'step' ? state.busy : state.problem === null;
	const submit = (event: SubmitEvent) => {
		event.preventDefault();
		view.action?.submit(new FormData(event.currentTarget as HTMLFormElement));
	};
	return html`
		<header>
			${
				view.canGoBack
					? html`<button type="button" class="round" aria-label=${messages.back} @click=${() => session.step('back', {})}>${backIcon}</button>`
					: html`<span class="round"></span>`
			}
			${state.phase === 'step' ? progressBar(state.progress.screen.step, messages) : nothing}
			<button type="button" class="round" aria-label=${messages.close} @click=${() => session.leave()}>${closeIcon}</button>
		</header>
		<form @submit=${submit} aria-busy=${busy ? 'true' : 'false'}>
			<main>
				${view.opening ?? nothing}
				<h1 id="heading" tabindex="-1">${view.heading}</h1>
				${view.intro ? html`<p class="intro">${view.intro}</p>` : nothing} ${view.body ?? nothing}
			</main>
			<footer>
				<div class="problem" role="alert">${alertText(state.problem)}</div>
				${view.action ? html`<button type="submit" class="primary" aria-disabled=${busy ? 'true' : 'false'}>${view.action.label}</button>` : nothing}
				${(view.alternatives ?? []).map(
					({ label, choose }) => html`<button type="button" class="other" @click=${choose}>${label}</button>`,
				)}
			</footer>
			<p class="sandbox">${messages.sandbox}</p>
		</form>
	`;
}

function stepView(
	{ progress }: DialogState & { phase: 'step' },
	session: Session,
	messages: Messages,
): StepView {
	const { screen } = progress;
	// TypeScript cannot know that the screen and the entry of its step belong together.
	const render = steps[screen.step].render as RenderStep<Step>;
	return render(screen, { clientName: progress.client_name, session, messages });
}

/** Shown until the server answers for the first time. */
const startingView = (
	{ problem }: DialogState & { phase: 'starting' },
	retry: () => void,
	messages: Messages,
): StepView => ({
	opening: opening(),
	heading: problem === null ? messages.loading : messages.failed,
	...(problem === null ? {} : { action: { label: messages.retry, submit: retry } }),
});

function progressBar(step: Step, messages: Messages): TemplateResult {
	const { stage } = steps[step];
	return html`
		<p class="progress">
			<span class="visually-hidden">${messages.step(stage, lastStage)}</span>
			${Array.from({ length: lastStage }, (_, index) => html`<i class=${index < stage ? 'reached' : ''}></i>`)}
		</p>
	`;
}
