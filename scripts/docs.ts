/** `node scripts/docs.ts`: `docs/*.md` as a site of plain files, in `dist/docs`, with a search of its own. */
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build as viteBuild } from 'vite';
import packageJson from '../package.json' with { type: 'json' };
import { openApi } from '../worker/openapi/openapi.ts';
import { apiReference } from './docs/api-reference.ts';
import { addressOf, type Chapter, chapters } from './docs/contents.ts';
import { renderMarkdown } from './docs/markdown.ts';
import { type Page, renderPage, titleOf } from './docs/page.ts';

const root = join(import.meta.dirname, '..');
const source = join(root, 'docs');
const site = join(import.meta.dirname, 'docs/site');

/** A line of the search's index: where it leads, the page, the section, its words. */
export type SearchEntry = [address: string, page: string, section: string, text: string];

/** The chapters; a page that none of them names stands at the end of the last. */
export function contents(pages: readonly Page[]): Chapter[] {
	const named = new Set(chapters.flatMap((chapter) => chapter.pages));
	const others = pages.map(({ name }) => name).filter((name) => !named.has(name));
	return chapters.map((chapter, index) =>
		index === chapters.length - 1 ? { ...chapter, pages: [...chapter.pages, ...others] } : chapter,
	);
}

/** The page that is made, and not written. */
const reference = 'api-reference';

/** Every page of `docs/` and the API's description as one, in the order of the contents. */
export function readPages(folder = source): Page[] {
	const there = new Set(
		[...globSync('*.md', { cwd: folder }), `${reference}.md`].sort().map((file) => file.slice(0, -3)),
	);
	const order = new Set([
		...chapters.flatMap(({ pages }) => pages).filter((name) => there.has(name)),
		...there,
	]);
	const sourceOf = (name: string) =>
		name === reference
			? apiReference(openApi(packageJson))
			: readFileSync(join(folder, `${name}.md`), 'utf8');
	return [...order].map((name) => ({ name, article: renderMarkdown(sourceOf(name), there) }));
}

export const searchIndex = (pages: readonly Page[]): SearchEntry[] =>
	pages.flatMap((page) =>
		page.article.sections.map(
			({ anchor, title, text }): SearchEntry => [
				addressOf(page.name) + (anchor && `#${anchor}`),
				titleOf(page),
				anchor ? title : '',
				text,
			],
		),
	);

export async function buildDocs(out = join(root, 'dist/docs')): Promise<void> {
	const pages = readPages();
	rmSync(out, { recursive: true, force: true });
	mkdirSync(out, { recursive: true });
	await viteBuild({
		configFile: false,
		root: site,
		logLevel: 'warn',
		publicDir: false,
		build: {
			outDir: out,
			emptyOutDir: false,
			target: 'es2022',
			lib: { entry: join(site, 'docs.ts'), formats: ['es'], fileName: () => 'docs.js' },
		},
	});
	for (const file of ['docs.css', 'icon.svg']) cpSync(join(site, file), join(out, file));
	cpSync(join(source, 'images'), join(out, 'images'), { recursive: true });
	for (const page of pages)
		writeFileSync(join(out, addressOf(page.name)), renderPage(page, pages, contents(pages)));
	writeFileSync(join(out, 'search.json'), JSON.stringify(searchIndex(pages)));
}

if (import.meta.main) {
	await buildDocs();
	console.log('The documentation stands in dist/docs.');
}
