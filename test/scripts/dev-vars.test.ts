import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readDevVars, writeDevVars } from '../../scripts/settings/dev-vars.ts';

let folder: string;
let file: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'dev-vars-'));
	file = join(folder, '.dev.vars');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('no file has no variables', () => {
	expect(readDevVars(file)).toEqual({});
});

test('what is written is read again, whatever characters it has', () => {
	const values = { API_KEYS: 'a#b $c="d" \\n', ENCRYPTION_KEYS: 'k1:A+/=' };
	writeDevVars(file, values);
	expect(readDevVars(file)).toEqual(values);
});

test('everything else stays: comments, order, empty lines, other variables', () => {
	writeFileSync(file, '# mine\nA=1\n\nexport B="two words" # and why\nC=3\n');
	writeDevVars(file, { C: 'new', D: 'more' });
	expect(readFileSync(file, 'utf8')).toBe(
		"# mine\nA=1\n\nexport B=\"two words\" # and why\nC='new'\nD='more'\n",
	);
});

test('a variable that stands twice is set once; null takes one away', () => {
	writeFileSync(file, 'A=1\nB=2\nA=3\n');
	writeDevVars(file, { A: 'new', B: null });
	expect(readFileSync(file, 'utf8')).toBe("A='new'\n");
});

test('only its owner may read it, whatever it was before, and nothing is left beside it', () => {
	writeFileSync(file, 'A=1\n');
	chmodSync(file, 0o644);
	writeDevVars(file, { A: '2' });
	expect(statSync(file).mode & 0o777).toBe(0o600);
	expect(readdirSync(folder)).toEqual(['.dev.vars']);
});

test('a value that no key has is refused, and the file stays', () => {
	writeFileSync(file, 'A=1\n');
	expect(() => writeDevVars(file, { A: 'it’s two\nlines' })).toThrow('line break');
	expect(readFileSync(file, 'utf8')).toBe('A=1\n');
});
