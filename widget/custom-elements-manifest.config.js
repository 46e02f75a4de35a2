/**
 * `custom-elements.json`: what editors and catalogues read of the element.
 *
 *     custom-elements-manifest analyze --config widget/custom-elements-manifest.config.js
 */
const lifecycle = new Set([
	'properties',
	'styles',
	'shadowRootOptions',
	'connectedCallback',
	'disconnectedCallback',
	'formDisabledCallback',
	'formResetCallback',
	'formStateRestoreCallback',
	'render',
	'update',
	'updated',
]);

/** Removes what is not for users: dispatched events that the analyzer finds under names of its own, and callbacks. */
const onlyWhatIsDocumented = {
	name: 'only-what-is-documented',
	packageLinkPhase({ customElementsManifest }) {
		for (const declaration of customElementsManifest.modules.flatMap(
			({ declarations = [] }) => declarations,
		)) {
			if (declaration.kind !== 'class') continue;
			declaration.events = declaration.events?.filter(({ description }) => description);
			declaration.members = declaration.members?.filter(
				({ name, privacy }) => !lifecycle.has(name) && privacy !== 'private' && privacy !== 'protected',
			);
			for (const member of declaration.members ?? []) delete member.attribute;
			for (const attribute of declaration.attributes ?? []) {
				const field = declaration.members.find(
					({ static: ofClass, name }) => !ofClass && name === attribute.fieldName,
				);
				// Every attribute of ours follows its property.
				Object.assign(field, { attribute: attribute.name, reflects: true });
				Object.assign(attribute, { description: field.description, type: field.type });
			}
			if (/Event$/.test(declaration.name)) declaration.superclass = { name: 'CustomEvent' };
		}
	},
};

/** Describes the modules that are in the package: the source is not. */
const ofThePackage = {
	name: 'of-the-package',
	packageLinkPhase({ customElementsManifest }) {
		const declarations = customElementsManifest.modules.flatMap(({ declarations = [] }) => declarations);
		const element = declarations.find(({ tagName }) => tagName);
		const events = declarations.filter(({ name }) => /Event$/.test(name));
		for (const event of events) delete event.mixins;
		// To a user, what the element inherits from `FormControl` is its own.
		for (const item of [element, ...events].flatMap(({ members = [], attributes = [] }) => [
			...members,
			...attributes,
		]))
			delete item.inheritedFrom;
		Object.assign(element, { customElement: true, superclass: { name: 'LitElement', package: 'lit' } });
		const module = (path, declarations, exports) => ({
			kind: 'javascript-module',
			path,
			declarations,
			exports,
		});
		const exported = (kind, name, declaration) => ({ kind, name, declaration });
		const [alone, registered] = ['dist/package/element.js', 'dist/package/index.js'];
		const itself = { name: element.name, module: alone };
		customElementsManifest.modules = [
			module(alone, [element], [exported('js', element.name, itself)]),
			module(registered, events, [
				exported('js', element.name, itself),
				...events.map(({ name }) => exported('js', name, { name, module: registered })),
				exported('custom-element-definition', element.tagName, itself),
			]),
		];
	},
};

// biome-ignore lint/style/noDefaultExport: the analyzer asks for one.
export default {
	globs: ['element', 'form-control', 'events', 'index'].map((name) => `widget/${name}.ts`),
	outdir: 'dist/package',
	litelement: true,
	// package.json names the manifest by hand: the analyzer would write the folder of its last run.
	packagejson: false,
	plugins: [onlyWhatIsDocumented, ofThePackage],
};
