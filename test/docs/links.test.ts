import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPages } from '../../scripts/docs.ts';
import type { ElementErrorCode, ErrorCode } from '../../worker/contract.ts';
import { docsFolder } from './samples.ts';

const pages = readPages();
const anchors = new Map(
	pages.map(({ name, article }) => [
		`${name}.md`,
		new Set([...article.html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)),
	]),
);
const links = pages.flatMap(({ name, article }) =>
	article.links.map((href) => ({ page: `${name}.md`, href })),
);
const inside = links.filter(({ href }) => !/^[a-z]+:/.test(href));
const outside = links.filter(({ href }) => /^[a-z]+:/.test(href));

describe('a link within the project', () => {
	it.each(inside)('leads somewhere: $page → $href', ({ page, href }) => {
		const [path, anchor] = href.split('#') as [string, string?];
		const target = path === '' ? page : path;
		expect(existsSync(join(docsFolder, target)), `${target} is not there`).toBe(true);
		if (anchor === undefined) return;
		expect(target, 'only pages have anchors').toMatch(/^[\w-]+\.md$/);
		expect([...(anchors.get(target) ?? [])]).toContain(decodeURIComponent(anchor));
	});
});

it('leads out of the project over https only, to addresses that can be read', () => {
	for (const { page, href } of outside) {
		expect(URL.canParse(href), `${page}: ${href}`).toBe(true);
		expect(new URL(href).protocol, `${page}: ${href}`).toBe('https:');
	}
});

it('leads from the README to pages that are there', () => {
	const readme = readFileSync(join(docsFolder, '../README.md'), 'utf8');
	const targets = [...readme.matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)].map(
		([, target = '']) => target,
	);
	expect(targets.length).toBeGreaterThan(0);
	for (const target of targets) expect(existsSync(join(docsFolder, '..', target)), target).toBe(true);
});

/** The type checker keeps this list complete. */
const elementCodes: Record<Exclude<ElementErrorCode, ErrorCode>, true> = {
	backend_unreachable: true,
	backend_answer_invalid: true,
	offline: true,
	link_script_blocked: true,
	link_already_open: true,
	link_in_frame: true,
	oauth_window_failed: true,
	oauth_return_stale: true,
	link_failed: true,
};

it('errors.md has a section for each error of the element itself', () => {
	expect([...(anchors.get('errors.md') ?? [])]).toEqual(expect.arrayContaining(Object.keys(elementCodes)));
});

/** A row in bold names a folder; other rows name files in it, or in a folder that their cell names first. */
describe('the table of CONTRIBUTING.md', () => {
	const text = readFileSync(join(docsFolder, '../CONTRIBUTING.md'), 'utf8');
	const rows = text
		.slice(text.indexOf('| to change |'), text.indexOf('### Glossary'))
		.split('\n')
		.map((line) => line.split('|'));
	const isPath = (path: string) => path.endsWith('/') || /\.(ts|toml)$/.test(path);
	const named: { path: string; folders: string[] }[] = [];
	let folder = '';
	for (const [, what = '', where = ''] of rows) {
		const isFolder = what.includes('**');
		const folders = isFolder ? [''] : ['', folder];
		for (const [, path = ''] of where.matchAll(/`([\w./-]+)`/g)) {
			if (!isPath(path)) continue;
			named.push({ path, folders: [...folders] });
			if (isFolder && folders.length === 1) folder = path;
			if (path.endsWith('/')) folders.push(isFolder ? path : join(folder, path));
		}
	}

	it.each(named.map(({ path, folders }) => [path, folders] as const))(
		'names %s, which exists',
		(path, folders) => {
			expect(folders.some((folder) => existsSync(join(docsFolder, '..', folder, path)))).toBe(true);
		},
	);
});
