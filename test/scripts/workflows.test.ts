import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const folder = join(import.meta.dirname, '../../.github/workflows');
const workflows = globSync('*.yml', { cwd: folder }).map((file) => ({
	file,
	text: readFileSync(join(folder, file), 'utf8'),
}));

test('there is one that tests and one that releases', () => {
	expect(workflows.map(({ file }) => file).sort()).toEqual(['ci.yml', 'release.yml']);
});

describe.each(workflows)('$file', ({ text }) => {
	test('names every action by its commit, and tells the version', () => {
		const uses = text.match(/uses: .+/g) ?? [];
		expect(uses.length).toBeGreaterThan(0);
		for (const line of uses) expect(line).toMatch(/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
	});

	test('has no permission that a job does not ask for, and leaves no token in the checkout', () => {
		expect(text).toMatch(/^permissions: \{\}$/m);
		const checkouts = text.match(/uses: actions\/checkout/g) ?? [];
		expect(text.match(/persist-credentials: false/g)).toHaveLength(checkouts.length);
	});

	test('puts nothing that others write into a command', () => {
		for (const run of text.match(/run: .+/g) ?? []) expect(run).not.toContain('${{');
		expect(text).not.toContain('pull_request_target');
	});
});

test('only the job that publishes can sign, and it has no cache', () => {
	const release = workflows.find(({ file }) => file === 'release.yml')?.text ?? '';
	expect(release.match(/id-token: write/g)).toHaveLength(1);
	expect(release).not.toContain('cache:');
	expect(release).not.toContain('secrets.');
});
