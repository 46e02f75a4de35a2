import type { TemplateResult } from 'lit';
import type { Progress, Screen, Step } from '../../../link-server/protocol.ts';
import type { Session } from '../session.ts';
import type { Words } from '../words/words.ts';

/** What a step puts into the dialog; header, footer and frame are the same for all. */
export type StepView = {
	/** A mark or badge above the heading. */
	opening?: TemplateResult;
	heading: string;
	/** Beneath the heading, and read with it. */
	intro?: string;
	body: TemplateResult;
	/** The button at the foot, and what it does with the step's fields; a step without one has other ways on. */
	action?: { label: string; submit(fields: FormData): void };
	/** Other ways on, under that button. */
	others?: { label: string; choose(): void }[];
};

export type ScreenOf<S extends Step> = Extract<Screen, { step: S }>;

/** Draws one step. */
export type DrawStep<S extends Step> = (
	screen: ScreenOf<S>,
	progress: Progress,
	session: Session,
	words: Words,
) => StepView;
