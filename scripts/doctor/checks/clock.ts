import { askPlaid } from '../ask.ts';
import { type Check, notWell, unknown, well } from '../check.ts';

/** Webhook signatures are good for five minutes; half a minute is a clock that nobody sets. */
const tolerated = 30_000;

/** This machine's clock, beside the Date of Plaid's answer. Cloudflare's own is right. */
export const clock: Check = async (settings, world) => {
	const before = world.now();
	const answer = await askPlaid(settings, world, '/institutions/get', {
		count: 1,
		offset: 0,
		country_codes: ['US'],
	});
	const after = world.now();
	const there = answer.kind === 'none' ? Number.NaN : Date.parse(answer.date ?? '');
	if (Number.isNaN(there)) return [unknown('clock', 'No answer came that tells the time.')];
	// The Date has whole seconds, and was written somewhere between the two.
	const skew = there < before - 1000 ? there - before : there > after + 1000 ? there - after : 0;
	if (Math.abs(skew) <= tolerated) return [well('clock', 'This machine’s clock is right.')];
	const seconds = Math.round(Math.abs(skew) / 1000);
	return [
		notWell(
			'clock',
			`This machine’s clock is ${seconds} seconds ${skew < 0 ? 'fast' : 'slow'}.`,
			'Let it set its time from the network: signatures of webhooks are refused by a wrong clock.',
		),
	];
};
