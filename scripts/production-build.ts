/** Vite's build with NODE_ENV=production: a test runner's value would include Lit's development build. */
import { build, type InlineConfig } from 'vite';

export async function productionBuild(config: InlineConfig): ReturnType<typeof build> {
	const before = process.env.NODE_ENV;
	process.env.NODE_ENV = 'production';
	try {
		return await build(config);
	} finally {
		if (before === undefined) delete process.env.NODE_ENV;
		else process.env.NODE_ENV = before;
	}
}
