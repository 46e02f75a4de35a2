/** Finds a Chromium for the tests, or installs one. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const applications = [
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
	'/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

/** The path of a Chromium, or null: that of `CHROME_PATH`, an installed one, or Playwright's. */
export function findChromium(): string | null {
	const given = process.env.CHROME_PATH;
	if (given) {
		if (!existsSync(given)) throw new Error(`CHROME_PATH names ${given}, and there is no such file.`);
		return given;
	}
	const folders = (process.env.PATH ?? '').split(delimiter);
	const onPath = names.flatMap((name) => folders.map((folder) => join(folder, name)));
	return [...onPath, ...applications, chromium.executablePath()].find((path) => existsSync(path)) ?? null;
}

/** As `findChromium`, but installs one if there is none. Throws with what to do if that fails. */
export function requireChromium(): string {
	const found = findChromium();
	if (found) return found;
	if (process.platform === 'linux' && process.getuid?.() === 0 && has('apt-get')) {
		console.log('No Chromium here: installing the system package …');
		run('apt-get', ['update', '-qq']);
		run('apt-get', ['install', '-y', '-qq', 'chromium']);
	}
	if (!findChromium()) {
		console.log("No Chromium here: downloading Playwright's …");
		run(process.execPath, [
			join(import.meta.dirname, '../node_modules/playwright-core/cli.js'),
			'install',
			'chromium-headless-shell',
			'chromium',
		]);
	}
	const installed = findChromium();
	if (!installed) {
		throw new Error(
			'The tests need a Chromium, and none could be installed. Install Chrome or Chromium, ' +
				'or set CHROME_PATH to the one you have, then run the same command again.',
		);
	}
	return installed;
}

/**
 * Features of Chromium to disable. Playwright disables some, but only the last `--disable-features` counts, so this list
 * repeats them.
 */
const features = [
	// The address bar's suggestions: two pages that each new window loads, half the cost of a window.
	'WebUIOmniboxPopup',
	'WebUIOmniboxAimPopup',
	// Playwright's.
	'AimEnabled',
	'AvoidCorsURLLoaderRestartOnRedirect',
	'AvoidUnnecessaryBeforeUnloadCheckSync',
	'DestroyProfileOnBrowserClose',
	'HttpsFirstBalancedModeAutoEnable',
	'HttpsUpgrades',
	'LensOverlay',
	'MediaRouter',
	'NetworkTimeServiceQuerying',
	'OptimizationHints',
	'PaintHolding',
	'PreconnectToSearch',
	'TcpPortRandomizationWin',
	'ThirdPartyStoragePartitioning',
];

/** Flags to run anywhere, as root and in containers too, and without background requests. */
export const chromiumFlags = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--disable-dev-shm-usage',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	`--disable-features=${features.join(',')}`,
];

function has(command: string): boolean {
	return spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0;
}

function run(command: string, args: string[]): void {
	spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
}
