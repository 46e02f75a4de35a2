import type { Call } from './journal.ts';
import type { Json } from './masking.ts';

/** A call, and how deep it stands: what a call causes stands one deeper than it. */
export type Step = Call & { depth: number };

/** Clocks of one machine, read by different programs, agree within this many ms. */
const tolerance = 5;

/** A call beside the one that caused it; none, where the shopper did. */
type Caused = { step: Step; cause: Step | null };

/**
 * Puts the calls of one checkout in their order: each beneath the call that caused it, and beside each other by time.
 * Of the Worker's calls to Plaid and Stripe, which may be anybody's, those belong to it that ran while the Worker was at
 * work for this checkout, and that bear its tokens.
 */
export function inSequence(own: Call[], workers: Call[]): Step[] {
	const begun = own
		.filter((call) => call.from === 'Your page')
		.map((call): Caused => ({ step: { ...call, depth: 0 }, cause: null }));
	const served = own
		.filter((call) => call.from === 'Your server')
		.map((call) =>
			beneath(
				call,
				begun.find(({ step }) => step.to === 'Your server' && encloses(step, call)),
			),
		);
	const asked = [...begun, ...served].filter(({ step }) => step.to === 'Your Worker');
	const answered = workers.flatMap((call) => {
		const causes = asked.filter(({ step }) => encloses(step, call) && agree(step, call));
		// Where calls follow each other closer than the clocks agree, it belongs to the one that began last before it.
		const cause = causes.findLast(({ step }) => step.at <= call.at) ?? causes[0];
		return cause ? [beneath(call, cause)] : [];
	});

	const all = [...begun, ...served, ...answered].sort((one, other) => one.step.at - other.step.at);
	const causedBy = (cause: Step | null): Step[] =>
		all.filter((call) => call.cause === cause).flatMap(({ step }) => [step, ...causedBy(step)]);
	return causedBy(null);
}

/** No call begins before its cause, whatever the clocks say. */
function beneath(call: Call, cause: Caused | undefined): Caused {
	if (!cause) return { step: { ...call, depth: 0 }, cause: null };
	const { step } = cause;
	return { step: { ...call, at: Math.max(call.at, step.at), depth: step.depth + 1 }, cause: step };
}

function encloses(outer: Call, inner: Call): boolean {
	return inner.at >= outer.at - tolerance && inner.at <= outer.at + outer.duration_ms + tolerance;
}

/** Where both calls name the same (masked) token, or the same payment, it has to be the same one. */
function agree(cause: Call, effect: Call): boolean {
	const pairs = [
		[field(cause.request, 'public_token'), field(effect.request, 'public_token')],
		[field(cause.answer, 'link_token'), field(effect.answer, 'link_token')],
		[field(cause.answer, 'bank_account_token'), field(effect.answer, 'stripe_bank_account_token')],
		...(effect.path === '/v1/payment_intents'
			? [[field(field(cause.answer, 'stripe'), 'payment_intent'), field(effect.answer, 'id')]]
			: []),
	];
	return pairs.every(([one, other]) => one === undefined || other === undefined || one === other);
}

function field(body: Json | undefined, name: string): Json | undefined {
	return body && typeof body === 'object' && !Array.isArray(body) ? body[name] : undefined;
}
