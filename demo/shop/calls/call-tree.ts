import type { Call } from './call-log.ts';
import type { Json } from './masking.ts';

/** A call and its depth in the tree: 0 for the page's own calls, one more for each call that another one caused. */
export type NestedCall = Call & { depth: number };

/** Different programs on one machine read the same time within this many ms. */
const clockToleranceMs = 5;

/** A call, and the call that caused it. Null if the shopper caused it. */
type Node = { call: NestedCall; cause: Node | null };

/**
 * Puts the calls of one checkout in order: each below the call that caused it, and siblings by time.
 *
 * `own` are the calls of the page and of the shop's server. `workerCalls` are the Worker's calls to Plaid and Stripe for
 * any shopper: one belongs to this checkout if it ran during a call to the Worker and names the same tokens.
 */
export function callTree(own: Call[], workerCalls: Call[]): NestedCall[] {
	const ofPage = own.filter(({ from }) => from === 'Your page').map((call) => nodeBelow(null, call));
	const ofServer = own
		.filter(({ from }) => from === 'Your server')
		.map((call) => {
			const cause = ofPage.find((node) => node.call.to === 'Your server' && ranDuring(call, node.call));
			return nodeBelow(cause ?? null, call);
		});
	const toWorker = [...ofPage, ...ofServer].filter(({ call }) => call.to === 'Your Worker');
	const ofWorker = workerCalls.flatMap((call) => {
		const causes = toWorker.filter((node) => ranDuring(call, node.call) && hasSameTokens(node.call, call));
		// Calls can follow each other within the clocks' tolerance: prefer the last that began before this one.
		const cause = causes.findLast((node) => node.call.at <= call.at) ?? causes[0];
		return cause ? [nodeBelow(cause, call)] : [];
	});

	const nodes = [...ofPage, ...ofServer, ...ofWorker].sort((a, b) => a.call.at - b.call.at);
	const below = (cause: Node | null): NestedCall[] =>
		nodes.filter((node) => node.cause === cause).flatMap((node) => [node.call, ...below(node)]);
	return below(null);
}

/** No call begins before its cause, even if the clocks differ. */
function nodeBelow(cause: Node | null, call: Call): Node {
	if (!cause) return { call: { ...call, depth: 0 }, cause };
	return { call: { ...call, at: Math.max(call.at, cause.call.at), depth: cause.call.depth + 1 }, cause };
}

function ranDuring(inner: Call, outer: Call): boolean {
	return (
		inner.at >= outer.at - clockToleranceMs && inner.at <= outer.at + outer.duration_ms + clockToleranceMs
	);
}

/** Whether no token, and no payment, that both calls name is a different one. Tokens are masked, but comparable. */
function hasSameTokens(cause: Call, effect: Call): boolean {
	const pairs = [
		{ a: field(cause.request, 'public_token'), b: field(effect.request, 'public_token') },
		{ a: field(cause.answer, 'link_token'), b: field(effect.answer, 'link_token') },
		{
			a: field(cause.answer, 'bank_account_token'),
			b: field(effect.answer, 'stripe_bank_account_token'),
		},
	];
	if (effect.path === '/v1/payment_intents') {
		pairs.push({ a: field(field(cause.answer, 'stripe'), 'payment_intent'), b: field(effect.answer, 'id') });
	}
	return pairs.every(({ a, b }) => a === undefined || b === undefined || a === b);
}

function field(body: Json | undefined, name: string): Json | undefined {
	return body && typeof body === 'object' && !Array.isArray(body) ? body[name] : undefined;
}
