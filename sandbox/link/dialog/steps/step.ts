import type { TemplateResult } from 'lit';
import type { Screen, Step } from '../../../link-server/protocol.ts';
import type { Messages } from '../messages/messages.ts';
import type { Session } from '../session.ts';

/** What a step shows in the dialog. */
export type StepView = {
	/** A mark or badge above the heading. */
	opening?: TemplateResult;
	heading: string;
	/** Below the heading. */
	intro?: string;
	body?: TemplateResult;
	/** The submit button. `submit` receives the step's fields. */
	action?: { label: string; submit(fields: FormData): void };
	/** The buttons below the submit button. */
	alternatives?: { label: string; choose(): void }[];
	canGoBack?: boolean;
};

type StepContext = { clientName: string; session: Session; messages: Messages };

export type ScreenOf<S extends Step> = Extract<Screen, { step: S }>;

export type RenderStep<S extends Step> = (screen: ScreenOf<S>, context: StepContext) => StepView;
