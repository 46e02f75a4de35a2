import { askPlaid } from '../ask.ts';
import { type Check, notWell, unknown, well } from '../check.ts';

/** Webhook signatures are valid for five minutes. A clock that is half a minute wrong is not synchronized. */
const tolerated = 30_000;

/** Compares this machine's clock with the Date header of Plaid's answer. Cloudflare's clock is always right. */
export const clock: Check = async (settings, world) => {
	const before = world.now();
	const answer = await askPlaid(settings, world, '/institutions/get', {
		count: 1,
		offset: 0,
		country_codes: ['US'],
	});
	const after = world.now();
	const there = answer.kind === 'none' ? Number.NaN : Date.parse(answer.date ?? '');
	if (Number.isNaN(there)) return [unknown('clock', 'No answer had a Date header.')];
	// The Date has whole seconds, and was set between `before` and `after`.
	const skew = there < before - 1000 ? there - before : there > after + 1000 ? there - after : 0;
	if (Math.abs(skew) <= tolerated) return [well('clock', 'This machine’s clock is right.')];
	const seconds = Math.round(Math.abs(skew) / 1000);
	return [
		notWell(
			'clock',
			`This machine’s clock is ${seconds} seconds ${skew < 0 ? 'fast' : 'slow'}.`,
			'Set it from the network: with a wrong clock, webhook signatures are refused.',
		),
	];
};
