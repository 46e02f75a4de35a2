/** What goes wrong in one run, and how often: the seed chooses calm and stormy weather. */
import type { D1Fault } from './d1.ts';
import type { Random } from './random.ts';

export type UpstreamFate =
	| 'answered'
	/** Answered after many seconds; the effect comes somewhere in between. */
	| 'slow'
	/** The request never arrives. */
	| 'lost before'
	/** The effect happens, and the answer never arrives. */
	| 'lost after'
	/** No answer, and the effect happens up to five minutes later, whether or not anybody still waits. */
	| 'late'
	| 'error 500 before'
	/** The effect happens, and Stripe stores and answers a 500. */
	| 'error 500 after'
	| 'rate limited'
	/** An enum value in the answer that nobody knows. */
	| 'unknown value';

export type Weather = ReturnType<typeof createWeather>;

const upstreamFaults: Record<Exclude<UpstreamFate, 'answered'>, number> = {
	slow: 4,
	'lost before': 3,
	'lost after': 4,
	late: 3,
	'error 500 before': 1,
	'error 500 after': 2,
	'rate limited': 1,
	'unknown value': 1,
};

/** The faults after which nobody knows whether the work was done. */
const unknownOutcomes = ['slow', 'lost after', 'late', 'error 500 after'] as const;

/** Calls at which most of a run's faults may gather: two faults at one payment are what rare faults never make. */
const hotSpots = [
	'POST /v1/payment_intents',
	'POST /v1/payment_intents/:id/confirm',
	'POST /v1/payment_intents/:id/cancel',
	'GET /v1/payment_intents',
	'GET /v1/payment_intents/:id',
	'POST /v1/customers',
	'POST /v1/customers/:id/sources',
	'POST /v1/refunds',
	'POST /item/public_token/exchange',
	'POST /processor/stripe/bank_account_token/create',
	'POST /accounts/get',
	'POST /item/remove',
];

/** `POST /v1/customers/cus_1/sources` → `POST /v1/customers/:id/sources` */
const shapeOf = (method: string, path: string): string =>
	`${method} ${path.replace(/\/(cus|pi|py|pm|ba|btok|re|mandate|du|evt)_\w+/g, '/:id')}`;

export function createWeather(random: Random) {
	// Faults in nine of ten runs. In the tenth nothing fails, and everything must simply work.
	const isCalm = random.chance(0.1);
	const storm = isCalm ? 0 : random.pick([0.01, 0.03, 0.08, 0.2]);
	const d1Storm = isCalm ? 0 : random.pick([0, 0.002, 0.01, 0.03]);
	const hot = new Map<string, { chance: number; fate: UpstreamFate | null }>();
	if (!isCalm && random.chance(0.7)) {
		for (let spot = random.integer(1, 2); spot > 0; spot--) {
			const fate = random.chance(0.7) ? random.pick(unknownOutcomes) : null;
			const place = random.chance(0.5) ? 'POST /v1/payment_intents' : random.pick(hotSpots);
			hot.set(place, { chance: random.pick([0.2, 0.5, 0.8]), fate });
		}
	}
	const deaths = isCalm ? 0 : random.pick([0, 0.0005, 0.002, 0.006]);
	let isClear = false;
	const happens = (probability: number): boolean => !isClear && random.chance(probability);
	return {
		description: `upstream ${storm}, D1 ${d1Storm}, deaths ${deaths}, hot ${[...hot].map(([place, { fate }]) => `${place} ${fate ?? 'any'}`).join()}`,
		isCalm,
		upstream: ({ method, path }: { method: string; path: string }): UpstreamFate => {
			const spot = hot.get(shapeOf(method, path));
			if (spot && happens(spot.chance)) return spot.fate ?? random.weighted(upstreamFaults);
			return happens(storm) ? random.weighted(upstreamFaults) : 'answered';
		},
		/** How eagerly the merchant's server cancels while a payment is being made. */
		cancels: random.pick([0.02, 0.6]),
		/** How often something changes at the banks, per connection and day. */
		changes: random.pick([0, 0.05, 0.4]),
		database: (): D1Fault => (happens(d1Storm) ? random.weighted({ before: 3, after: 3, late: 1 }) : 'none'),
		isolateDies: (): boolean => happens(deaths),
		webhook: (): 'delivered' | 'lost' | 'doubled' | 'delayed' =>
			happens(storm * 2) ? random.weighted({ lost: 3, doubled: 2, delayed: 3 }) : 'delivered',
		queue: (): 'delivered' | 'doubled' | 'delayed' =>
			happens(storm) ? random.weighted({ doubled: 1, delayed: 1 }) : 'delivered',
		/** Whether a cron is skipped, or started again while it runs. */
		cron: (): 'once' | 'skipped' | 'overlapping' =>
			happens(storm) ? random.weighted({ skipped: 2, overlapping: 1 }) : 'once',
		/** Whether the merchant's server does not answer for some hours, beginning now. */
		merchantOutage: (): boolean => happens(storm / 2),
		/** Nothing fails from here on, until the weather returns. */
		clear: () => {
			isClear = true;
		},
		returns: () => {
			isClear = false;
		},
	};
}
