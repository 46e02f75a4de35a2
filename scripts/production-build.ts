/** Vite's build, always of the production code: a test runner's NODE_ENV would bring Lit's development build along. */
import { build, type InlineConfig } from 'vite';

export async function productionBuild(config: InlineConfig): Promise<void> {
	const before = process.env.NODE_ENV;
	process.env.NODE_ENV = 'production';
	try {
		await build(config);
	} finally {
		if (before === undefined) delete process.env.NODE_ENV;
		else process.env.NODE_ENV = before;
	}
}
