/** The machine and the software that figures were measured with. */
import { execFileSync } from 'node:child_process';
import { arch, cpus, loadavg, platform, totalmem } from 'node:os';
import packageJson from '../../package.json' with { type: 'json' };
import { findChromium } from '../../scripts/chromium.ts';

export type Machine = {
	date: string;
	processor: string;
	cores: number;
	memory_gb: number;
	system: string;
	node: string;
	chromium: string | null;
	wrangler: string;
	/** The load of the minute before. Figures of a busy machine are not to be shown. */
	load: number;
};

export function describeMachine(): Machine {
	return {
		date: new Date().toISOString().slice(0, 16).replace('T', ' '),
		processor: cpus()[0]?.model.trim() || 'unknown',
		cores: cpus().length,
		memory_gb: Math.round(totalmem() / 2 ** 30),
		system: `${platform()} ${arch()}`,
		node: process.versions.node,
		chromium: chromiumVersion(),
		wrangler: packageJson.devDependencies.wrangler,
		load: Math.round((loadavg()[0] ?? 0) * 100) / 100,
	};
}

function chromiumVersion(): string | null {
	const path = findChromium();
	if (!path) return null;
	const output = execFileSync(path, ['--version', '--no-sandbox'], {
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'ignore'],
	});
	return /[\d.]{5,}/.exec(output)?.[0] ?? null;
}
