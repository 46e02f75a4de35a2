import { parseDuration } from '../clock.ts';
import type { State } from '../state.ts';

const day = 86_400_000;
const usualInTestMode = '5m';

/** The same time of day, so many weekdays later. Holidays of banks are not known here. */
function businessDaysAfter(from: number, days: number): number {
	let at = from;
	for (let left = days; left > 0; ) {
		at += day;
		const weekday = new Date(at).getUTCDay();
		if (weekday !== 0 && weekday !== 6) left -= 1;
	}
	return at;
}

/** When a bank is done with what begins now: soon in test mode, after business days in live mode, or as was set. */
export function settlesAt(state: State, livemode: boolean, liveBusinessDays: number): number {
	const now = state.clock.now();
	const asked = state.stripe.settle_after ?? (livemode ? null : usualInTestMode);
	return asked === null ? businessDaysAfter(now, liveBusinessDays) : now + parseDuration(asked);
}

/** The next business day, `YYYY-MM-DD`. */
export const nextBusinessDay = (state: State): string =>
	new Date(businessDaysAfter(state.clock.now(), 1)).toISOString().slice(0, 10);
