import { existsSync } from 'node:fs';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { chromeLauncher } from '@web/test-runner-chrome';

const places = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/usr/bin/google-chrome-stable',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
];
const executablePath = process.env.CHROME_PATH ?? places.find((place) => existsSync(place));
if (!executablePath)
	throw new Error('The tests of the element need Chromium: install it, or name it in CHROME_PATH.');

// biome-ignore lint/style/noDefaultExport: the runner asks for one.
export default {
	files: 'test/widget/**/*.test.ts',
	nodeResolve: { exportConditions: ['production'] },
	plugins: [esbuildPlugin({ ts: true, target: 'es2022' })],
	// A page in the background sees nothing: no IntersectionObserver, no animation frame.
	concurrency: 1,
	testFramework: { config: { timeout: '10000' } },
	browsers: [
		chromeLauncher({
			launchOptions: {
				executablePath,
				args: [
					'--no-sandbox',
					'--disable-gpu',
					'--disable-quic',
					'--no-first-run',
					'--disable-background-networking',
					'--disable-component-update',
					'--disable-sync',
				],
			},
		}),
	],
};
