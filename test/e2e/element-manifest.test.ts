/** `custom-elements.json` and the editors' data, as the build writes them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { type ElementManifest, vsCodeCss, vsCodeHtml, webTypes } from '../../scripts/package/editor-data.ts';
import { PlaidStripeConnect } from '../../widget/element.ts';
import { statuses } from '../../widget/flow/state.ts';
import { analyzeElement, type ManifestModule } from './element-manifest.ts';

const root = join(import.meta.dirname, '../..');
const source = (file: string) => readFileSync(join(root, 'widget', file), 'utf8');
const found = (text: string, pattern: RegExp) =>
	[...new Set([...text.matchAll(pattern)].map(([, name]) => name))].sort();
const names = (list: { name: string }[]) => list.map(({ name }) => name).sort();

let modules: ManifestModule[];
let element: ElementManifest;
beforeAll(() => {
	({ modules, element } = analyzeElement());
});

it('everything public is documented', () => {
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

it('has exactly the attributes, events, slots, parts, custom properties and states of the element', () => {
	expect(names(element.attributes)).toEqual(PlaidStripeConnect.observedAttributes.toSorted());
	expect(names(element.events)).toEqual(found(source('events.ts'), /eventOf<.*>\('(bank-[a-z]+)'/g));
	const views = source('view.ts') + source('authorize/view.ts');
	expect(names(element.cssParts)).toEqual(found(views, /part="(\w+)"/g));
	expect(names(element.slots).filter(Boolean)).toEqual(found(source('view.ts'), /<slot\s+name="(\w+)"/g));
	expect(names(element.cssProperties)).toEqual(found(source('styles.ts'), /(--psc-[a-z-]+)/g));
	expect(names(element.cssStates)).toEqual([...statuses, 'invalid'].sort());
});

it('each attribute has a property and reflects it', () => {
	const reflected = element.members.filter(({ reflects }) => reflects);
	expect(reflected.map(({ attribute = '' }) => attribute).sort()).toEqual(names(element.attributes));
	expect(reflected.filter((member) => member.static)).toEqual([]);
});

it('names modules of the package, and the one that registers the tag', () => {
	const shipped: unknown[] = [packageJson.exports['.'].default, packageJson.exports['./element'].default];
	for (const { path, exports } of modules) {
		expect(shipped).toContain(`./${path}`);
		for (const { declaration } of exports) expect(shipped).toContain(`./${declaration.module}`);
	}
	expect(found(JSON.stringify(modules), /"(widget\/[^"]*)"/g)).toEqual([]);
	const registering = modules.filter(({ exports }) =>
		exports.some(({ kind }) => kind === 'custom-element-definition'),
	);
	expect(registering.map(({ path }) => `./${path}`)).toEqual([packageJson.exports['.'].default]);
});

describe('the editors’ data', () => {
	it('of VS Code has each attribute, its values, and each event and slot', () => {
		const [tag] = vsCodeHtml(element).tags;
		expect(tag?.name).toBe('plaid-stripe-connect');
		expect(names(tag?.attributes ?? [])).toEqual(names(element.attributes));
		expect(tag?.attributes.find(({ name }) => name === 'theme')?.values).toEqual([
			{ name: 'auto' },
			{ name: 'light' },
			{ name: 'dark' },
		]);
		expect(tag?.attributes.find(({ name }) => name === 'required')?.valueSet).toBe('v');
		for (const { name } of [...element.events, ...element.slots])
			expect(tag?.description.value).toContain(`- \`${name || '(default)'}\`: `);
	});

	it('of VS Code has each custom property, part and state for style sheets', () => {
		const { properties, pseudoElements, pseudoClasses } = vsCodeCss(element);
		expect(names(properties)).toEqual(names(element.cssProperties));
		expect(names(pseudoElements)).toEqual(names(element.cssParts).map((name) => `::part(${name})`));
		expect(names(pseudoClasses)).toEqual(names(element.cssStates).map((name) => `:state(${name})`));
	});

	it('of JetBrains has all of them, and the properties', () => {
		const data = webTypes(element, packageJson);
		const [tag] = data.contributions.html.elements;
		expect([data.name, data.version, tag?.name]).toEqual([
			packageJson.name,
			packageJson.version,
			'plaid-stripe-connect',
		]);
		expect(names(tag?.attributes ?? [])).toEqual(names(element.attributes));
		expect(names(tag?.slots ?? [])).toEqual(names(element.slots));
		expect(names(tag?.js.events ?? [])).toEqual(names(element.events));
		expect(names(tag?.js.properties ?? [])).toEqual(
			names(element.members.filter((member) => member.kind === 'field' && !member.static)),
		);
		expect(names(tag?.css.parts ?? [])).toEqual(names(element.cssParts));
		expect(names(tag?.css.properties ?? [])).toEqual(names(element.cssProperties));
	});
});
