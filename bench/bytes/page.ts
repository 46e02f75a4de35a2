/** What a page has to load, compared to the alternatives. */
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { budgets } from '../../scripts/sizes.ts';
import { type Figure, figure, type Table } from '../figure.ts';
import { bundlePage } from './bundle.ts';
import { builtFile, type Encoding, encodings, weigh } from './weigh.ts';

const names = Object.keys(encodings) as Encoding[];
const script = () => builtFile('public/plaid-stripe-connect.js');

export async function pageTable(): Promise<Table> {
	const others: [name: string, files: Buffer[], note?: string][] = [
		['an empty LitElement', await bundlePage('lit-element.js')],
		['vue-plaid-link with Vue 2', await bundlePage('vue-2.js')],
		['@jcss/vue-plaid-link with Vue 3', await bundlePage('vue-3.js')],
		['react-plaid-link with React', await bundlePage('react.js')],
		["Adyen's drop-in with ACH alone", await bundlePage('adyen.js')],
		[
			"Braintree's drop-in",
			await bundlePage('braintree.js'),
			'without what it loads from its own host when it starts.',
		],
	];
	const rows = names.flatMap((encoding): Figure[] => {
		const ours = figure(
			{
				name: 'the script-tag file',
				group: encoding,
				ours: true,
				...(encoding === 'brotli' && { budget: { of: 'value', atMost: budgets.script } }),
			},
			weigh([script()], encoding),
		);
		return [
			ours,
			...others.map(([name, files, note]) =>
				figure(
					{ name, group: encoding, ours: false, beside: ours, ...(note && { note }) },
					weigh(files, encoding),
				),
			),
		];
	});
	return {
		part: 'bytes',
		id: 'bytes-page',
		title: 'What a page loads',
		unit: 'bytes',
		what: "Everything a page needs for the button, frameworks and style sheets included, but not Link's own script, which is the same for all. The others are bundled by the same Vite with the same settings as the element.",
		rows,
	};
}

/** In an app that already has its framework: without Lit, React and Vue. */
export async function entryTable(): Promise<Table> {
	const react = await bundlePage('react-plaid-link.js', ['react']);
	const vue = await bundlePage('vue-plaid-link.js', ['vue']);
	return {
		part: 'bytes',
		id: 'bytes-entry',
		title: 'What the npm package adds to an app',
		unit: 'bytes',
		what: 'Without Lit, React and Vue, which such an app has already. The wrappers open Link and no more; the app has to write the rest, from the link token to the bank account.',
		rows: names.flatMap((encoding) => {
			const ours = figure(
				{
					name: 'the npm entry',
					group: encoding,
					ours: true,
					...(encoding === 'brotli' && { budget: { of: 'value', atMost: budgets.entry } }),
				},
				weigh([builtFile('entry/index.js')], encoding),
			);
			const beside = (name: string, files: Buffer[]) =>
				figure({ name, group: encoding, ours: false, beside: ours }, weigh(files, encoding));
			return [ours, beside('react-plaid-link', react), beside('@jcss/vue-plaid-link', vue)];
		}),
	};
}

export function languagesTable(): Table {
	const folder = join(import.meta.dirname, '../../dist/public');
	const languages = globSync('plaid-stripe-connect-??.js', { cwd: folder }).sort();
	const nameOf = new Intl.DisplayNames('en', { type: 'language' });
	return {
		part: 'bytes',
		id: 'bytes-languages',
		title: 'A language',
		unit: 'bytes',
		what: 'Loaded where the page or the browser speaks it; English is part of the element.',
		rows: names.flatMap((encoding) =>
			languages.map((file) =>
				figure(
					{ name: nameOf.of(file.slice(-5, -3)) ?? file, group: encoding },
					weigh([builtFile(`public/${file}`)], encoding),
				),
			),
		),
	};
}
