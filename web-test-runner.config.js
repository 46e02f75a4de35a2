import { existsSync, writeFileSync } from 'node:fs';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
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

/** Writes how many tests passed and failed to the file that TEST_REPORT names. */
const countReporter = {
	onTestRunFinished({ sessions }) {
		if (!process.env.TEST_REPORT) return;
		const counts = { passed: 0, failed: 0 };
		const count = (suite) => {
			for (const test of suite.tests) counts[test.passed ? 'passed' : 'failed'] += test.skipped ? 0 : 1;
			suite.suites.forEach(count);
		};
		for (const { testResults, passed, errors } of sessions) {
			const before = counts.failed;
			if (testResults) count(testResults);
			// A file that could not be loaded has no tests to count.
			if ((!passed || errors.length > 0) && counts.failed === before) counts.failed += 1;
		}
		writeFileSync(process.env.TEST_REPORT, JSON.stringify(counts));
	},
};

// biome-ignore lint/style/noDefaultExport: the runner asks for one.
export default {
	files: 'test/widget/**/*.test.ts',
	nodeResolve: { exportConditions: ['production'] },
	plugins: [esbuildPlugin({ ts: true, target: 'es2022' })],
	// A page in the background sees nothing: no IntersectionObserver, no animation frame.
	concurrency: 1,
	reporters: [defaultReporter(), countReporter],
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
