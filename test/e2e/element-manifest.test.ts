/** What editors read of the element: `custom-elements.json`, as the build makes it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PlaidStripeConnect } from '../../widget/element.ts';
import { statuses } from '../../widget/status.ts';

type Named = { name: string; description?: string };
type Declaration = Named & {
	tagName?: string;
	members: (Named & { attribute?: string; reflects?: boolean })[];
	attributes: Named[];
	events: Named[];
	slots: Named[];
	cssParts: Named[];
	cssProperties: Named[];
	cssStates: Named[];
};

const root = join(import.meta.dirname, '../..');
const source = (file: string) => readFileSync(join(root, 'widget', file), 'utf8');
const found = (text: string, pattern: RegExp) =>
	[...new Set([...text.matchAll(pattern)].map(([, name]) => name))].sort();
const names = (list: Named[]) => list.map(({ name }) => name).sort();

let folder: string;
let element: Declaration;
let exports: { kind: string; name: string }[];
beforeAll(() => {
	folder = mkdtempSync(join(root, 'node_modules/.manifest-'));
	const analyzer = join(root, 'node_modules/@custom-elements-manifest/analyzer/cem.js');
	const config = 'widget/custom-elements-manifest.config.js';
	execFileSync(
		process.execPath,
		[analyzer, 'analyze', '--config', config, '--outdir', relative(root, folder)],
		{
			cwd: root,
			stdio: 'pipe',
		},
	);
	const manifest: { modules: { declarations: Declaration[]; exports: { kind: string; name: string }[] }[] } =
		JSON.parse(readFileSync(join(folder, 'custom-elements.json'), 'utf8'));
	exports = manifest.modules.flatMap((module) => module.exports);
	element = manifest.modules
		.flatMap(({ declarations }) => declarations)
		.find(({ tagName }) => tagName === 'plaid-stripe-connect') as Declaration;
});
afterAll(() => rmSync(folder, { recursive: true }));

it('nothing public is undocumented', () => {
	for (const list of [
		'members',
		'attributes',
		'events',
		'slots',
		'cssParts',
		'cssProperties',
		'cssStates',
	] as const)
		expect(
			element[list].filter(({ description }) => !description).map(({ name }) => `${list}: ${name}`),
		).toEqual([]);
});

it('it has every attribute, event, slot, part, custom property and state that there is, and no other', () => {
	expect(names(element.attributes)).toEqual(PlaidStripeConnect.observedAttributes.toSorted());
	const events = source('events.ts') + source('way-events.ts');
	expect(names(element.events)).toEqual(found(events, /eventOf<.*>\('(bank-[a-z]+)'/g));
	const views = source('view.ts') + source('authorize-view.ts');
	expect(names(element.cssParts)).toEqual(found(views, /part="(\w+)"/g));
	expect(names(element.slots).filter(Boolean)).toEqual(found(source('view.ts'), /slot name="(\w+)"/g));
	expect(names(element.cssProperties)).toEqual(found(source('styles.ts'), /(--psc-[a-z-]+)/g));
	expect(names(element.cssStates)).toEqual([...statuses, 'invalid'].sort());
	expect(element.members.filter(({ attribute, reflects }) => attribute && !reflects)).toEqual([]);
});

it('it tells which module registers the tag', () => {
	expect(exports.filter(({ kind }) => kind === 'custom-element-definition')).toHaveLength(1);
});
