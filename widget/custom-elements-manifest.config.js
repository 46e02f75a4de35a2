/**
 * `custom-elements.json`: what editors and catalogues read of the element.
 *
 *     custom-elements-manifest analyze --config widget/custom-elements-manifest.config.js
 */
const lifecycle =
	/^(properties|styles|shadowRootOptions|connectedCallback|disconnectedCallback|formDisabledCallback|formResetCallback|formStateRestoreCallback|render|updated)$/;

/** The analyzer finds dispatched events under made-up names, and the browser's callbacks: those are no documentation. */
const onlyWhatIsDocumented = {
	name: 'only-what-is-documented',
	packageLinkPhase({ customElementsManifest }) {
		for (const module of customElementsManifest.modules) {
			for (const declaration of module.declarations ?? []) {
				if (declaration.kind !== 'class') continue;
				declaration.events = declaration.events?.filter(({ description }) => description);
				declaration.members = declaration.members?.filter(
					({ name, privacy }) => !lifecycle.test(name) && privacy !== 'private' && privacy !== 'protected',
				);
				for (const member of declaration.members ?? []) {
					if (member.static) delete member.attribute;
					// Every attribute of ours follows its property.
					else if (member.attribute) member.reflects = true;
				}
				for (const attribute of declaration.attributes ?? []) {
					const field = declaration.members.find(
						({ static: ofClass, name }) => !ofClass && name === attribute.fieldName,
					);
					Object.assign(attribute, { description: field.description, type: field.type });
				}
				if (/Event$/.test(declaration.name)) declaration.superclass = { name: 'CustomEvent' };
				if (!declaration.tagName) continue;
				declaration.customElement = true;
				customElementsManifest.modules
					.find(({ path }) => path === 'widget/index.ts')
					.exports.push({
						kind: 'custom-element-definition',
						name: declaration.tagName,
						declaration: { name: declaration.name, module: module.path },
					});
			}
		}
	},
};

// biome-ignore lint/style/noDefaultExport: the analyzer asks for one.
export default {
	globs: ['element', 'form-control', 'events', 'way-events', 'index'].map((name) => `widget/${name}.ts`),
	outdir: 'dist/package',
	litelement: true,
	// It is told there by hand: written by the analyzer, it would be the folder of whoever ran it last.
	packagejson: false,
	plugins: [onlyWhatIsDocumented],
};
