/**
 * Wraps an `import()`: the file is requested at the first call, and a failed load is forgotten, so that the next call
 * tries again. Every file that the element loads on demand goes through here: `authorize/` and the languages.
 */
export function lazy<Module>(load: () => Promise<Module>): () => Promise<Module> {
	let loading: Promise<Module> | undefined;
	return () => {
		loading ??= load().catch((error: unknown) => {
			loading = undefined;
			throw error;
		});
		return loading;
	};
}
