/** How long banks take. */
import { parseDuration } from '../../clock.ts';
import type { State } from '../../state.ts';

const day = 86_400_000;
const durationInTestMode = '5m';
const sunday = 0;
const saturday = 6;

/** The same time of day, this many weekdays later. Bank holidays count as weekdays. */
function businessDaysAfter(from: number, days: number): number {
	let at = from;
	for (let left = days; left > 0; ) {
		at += day;
		const weekday = new Date(at).getUTCDay();
		if (weekday !== sunday && weekday !== saturday) left -= 1;
	}
	return at;
}

/**
 * When something that starts now settles, in milliseconds since 1970: after the duration in the settings, or else
 * after minutes in test mode and after business days in live mode.
 */
export function settlesAt(state: State, livemode: boolean, liveBusinessDays: number): number {
	const now = state.clock.now();
	const duration = state.stripe.settle_after ?? (livemode ? null : durationInTestMode);
	return duration === null ? businessDaysAfter(now, liveBusinessDays) : now + parseDuration(duration);
}

/** The next business day, `YYYY-MM-DD`. */
export const nextBusinessDay = (state: State): string =>
	new Date(businessDaysAfter(state.clock.now(), 1)).toISOString().slice(0, 10);
