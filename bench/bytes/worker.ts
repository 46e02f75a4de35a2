/** What Cloudflare has to load, compared to the smallest Workers with the same packages. */
import { budgets } from '../../scripts/sizes.ts';
import { type Figure, figure, type Table } from '../figure.ts';
import { bundle } from '../processes/bundle.ts';
import { type Encoding, encodings, weigh } from './weigh.ts';

export async function workerTable(): Promise<Table> {
	const [ours, hono, sdks] = (
		await Promise.all([
			bundle('worker/index.ts'),
			bundle('bench/bytes/workers/hono.ts'),
			bundle('bench/bytes/workers/hono-with-sdks.ts'),
		])
	).map((code) => [Buffer.from(code)]) as [Buffer[], Buffer[], Buffer[]];
	const rows = (Object.keys(encodings) as Encoding[]).reverse().flatMap((encoding): Figure[] => {
		const worker = figure(
			{
				name: 'the Worker',
				group: encoding,
				ours: true,
				...(encoding === 'gzip' && { budget: { of: 'value', atMost: budgets.worker } }),
			},
			weigh(ours, encoding),
		);
		const beside = (name: string, files: Buffer[]) =>
			figure({ name, group: encoding, ours: false, beside: worker }, weigh(files, encoding));
		return [worker, beside('bare Hono', hono), beside("Hono with Plaid's and Stripe's packages", sdks)];
	});
	return {
		part: 'bytes',
		id: 'bytes-worker',
		title: 'The Worker',
		unit: 'bytes',
		what: 'Bundled and minified as `wrangler deploy` uploads it. The last row is a Worker that exchanges a public token and makes a Stripe token and a Customer with the official packages, and stores nothing.',
		rows,
	};
}
