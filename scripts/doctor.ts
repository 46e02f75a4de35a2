/**
 * `npm run doctor`: checks Plaid, Stripe, Cloudflare and your server, and prints for each whether it is well, not well,
 * or unknown, and what to do. `-- --json` for machines; `-- --vars <file>` for another file than `.dev.vars`.
 * Exits with 1 if something is not well.
 */
import { join } from 'node:path';
import type { Finding, Settings } from './doctor/check.ts';
import { examine } from './doctor/examine.ts';
import { readDevVars } from './settings/dev-vars.ts';
import { readOptions } from './settings/options.ts';
import { runWrangler } from './settings/wrangler.ts';
import { readWranglerConfig } from './settings/wrangler-config.ts';

const root = join(import.meta.dirname, '..');
const signs = { well: '✓', not_well: '✗', unknown: '?' } as const;

function describe({ name, state, message, cure }: Finding): string {
	const lines = [`${signs[state]} ${name.replaceAll('_', ' ')}: ${message}`];
	if (cure !== null) lines.push(`    → ${cure}`);
	return lines.join('\n');
}

const options = readOptions({
	json: { type: 'boolean', default: false },
	vars: { type: 'string', default: join(root, '.dev.vars') },
});

const wrangler = readWranglerConfig(join(root, 'wrangler.toml'));
const settings: Settings = { variables: { ...wrangler.vars, ...readDevVars(options.vars) }, wrangler };
const findings = await examine(settings, { fetch, now: Date.now, wrangler: runWrangler });
const count = (state: Finding['state']) => findings.filter((finding) => finding.state === state).length;
const notWell = count('not_well');

if (options.json) {
	console.log(JSON.stringify({ well: notWell === 0, findings }, null, '\t'));
} else {
	console.log(findings.map(describe).join('\n'));
	console.log(`\n${count('well')} well, ${notWell} not well, ${count('unknown')} unknown`);
}
process.exitCode = notWell > 0 ? 1 : 0;
