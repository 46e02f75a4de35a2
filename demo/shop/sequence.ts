import type { Call } from './journal.ts';
import type { Json } from './masking.ts';

/** A call, and how deep it stands: what a call causes stands one deeper than it. */
export type Step = Call & { depth: number };

/** Clocks of one machine, read by different programs, agree within this many ms. */
const tolerance = 5;

/**
 * Puts the calls of one checkout in their order. Of the Worker's calls to Plaid, which may be anybody's, those
 * belong to it that ran while the Worker was at work for this checkout, and that bear its tokens.
 */
export function inSequence(own: Call[], plaid: Call[]): Step[] {
	const roots = own.filter((call) => call.from === 'Your page').map((call) => ({ ...call, depth: 0 }));
	const server = own.filter((call) => call.from === 'Your server').map((call) => beneath(call, roots));
	const asked = [...roots, ...server].filter((call) => call.to === 'Your Worker');
	const caused = plaid.flatMap((call) => {
		const cause = asked.find((candidate) => encloses(candidate, call) && agree(candidate, call));
		return cause ? [{ ...call, at: Math.max(call.at, cause.at), depth: cause.depth + 1 }] : [];
	});
	return [...roots, ...server, ...caused].sort((a, b) => a.at - b.at || a.depth - b.depth);
}

function beneath(call: Call, roots: Step[]): Step {
	const cause = roots.find((root) => root.to === 'Your server' && encloses(root, call));
	return cause ? { ...call, at: Math.max(call.at, cause.at), depth: 1 } : { ...call, depth: 0 };
}

function encloses(outer: Call, inner: Call): boolean {
	return inner.at >= outer.at - tolerance && inner.at <= outer.at + outer.duration_ms + tolerance;
}

/** Where both calls name the same (masked) token, it has to be the same one. */
function agree(cause: Call, plaid: Call): boolean {
	const pairs = [
		[field(cause.request, 'public_token'), field(plaid.request, 'public_token')],
		[field(cause.answer, 'link_token'), field(plaid.answer, 'link_token')],
		[field(cause.answer, 'bank_account_token'), field(plaid.answer, 'stripe_bank_account_token')],
	];
	return pairs.every(([one, other]) => one === undefined || other === undefined || one === other);
}

function field(body: Json, name: string): Json | undefined {
	return body && typeof body === 'object' && !Array.isArray(body) ? body[name] : undefined;
}
