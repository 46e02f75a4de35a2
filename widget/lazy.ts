import { Failure } from './flow/errors.ts';

/**
 * Wraps an `import()`: the file is requested at the first call, and a failed load is forgotten, so that the next call
 * tries again. Every file that the element loads on demand goes through here.
 * @throws {Failure} `backend_unreachable`
 */
export function lazy<Module>(load: () => Promise<Module>): () => Promise<Module> {
	let loading: Promise<Module> | undefined;
	return () => {
		loading ??= load().catch(() => {
			loading = undefined;
			throw new Failure('backend_unreachable', 'Part of the script did not load: check script-src.');
		});
		return loading;
	};
}
