import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { highlight } from '../../scripts/docs/highlight.ts';
import { renderMarkdown } from '../../scripts/docs/markdown.ts';
import { search } from '../../scripts/docs/site/search.ts';
import { buildDocs, readPages, type SearchEntry } from '../../scripts/docs.ts';
import { operations } from '../../worker/openapi/operations.ts';

let out: string;
const pages = readPages();
const file = (name: string) => readFileSync(join(out, name), 'utf8');
const names = pages.map(({ name }) => (name === 'README' ? 'index.html' : `${name}.html`));

beforeAll(async () => {
	out = mkdtempSync(join(tmpdir(), 'docs-site-'));
	await buildDocs(out);
});
afterAll(() => rmSync(out, { recursive: true, force: true }));

describe('each page', () => {
	it.each(names)('of %s has all of its files with it, and nothing from elsewhere', (name) => {
		const html = file(name);
		const resources = [...html.matchAll(/<(?:script|link|img)[^>]* (?:src|href)="([^"]+)"/g)];
		expect(resources.length).toBeGreaterThanOrEqual(3);
		for (const [, address = ''] of resources) expect(existsSync(join(out, address)), address).toBe(true);
		expect(html).not.toMatch(/ style="| on\w+="|<style|<script>/);
	});

	it.each(names)('of %s leads only to pages and headings that are built', (name) => {
		const html = file(name);
		for (const [, address = ''] of html.matchAll(/<a [^>]*?href="([^"]+)"/g)) {
			if (/^https:/.test(address)) continue;
			const [path, anchor] = address.split('#') as [string, string?];
			expect(existsSync(join(out, path || name)), `${name}: ${address}`).toBe(true);
			if (anchor) expect(file(path || name)).toContain(`id="${anchor}"`);
		}
	});

	it.each(names)('of %s has one heading of its own, and no anchor twice', (name) => {
		const html = file(name);
		expect(html.match(/<h1>/g)).toHaveLength(1);
		const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
		expect(new Set(ids).size).toBe(ids.length);
	});

	it('stands in the contents of each, whether a chapter names it or not', () => {
		for (const name of names) expect(file('index.html')).toContain(`class="page-link" href="${name}"`);
	});

	it('leads to the one before and the one after, from the first to the last', () => {
		for (const [index, name] of names.entries()) {
			const next = names[index + 1];
			const before = names[index - 1];
			expect(/rel="next"[^>]* href="([^"]+)"/.exec(file(name))?.[1]).toBe(next);
			expect(/rel="prev"[^>]* href="([^"]+)"/.exec(file(name))?.[1]).toBe(before);
		}
	});
});

describe('the page of the API’s description', () => {
	const html = () => file('api-reference.html');
	const part = (title: string) =>
		html()
			.split('<h3')
			.find((text) => text.includes(`>${title}</a>`)) ?? '';

	it('has each call of the description, once', () => {
		const titles = [...html().matchAll(/<h3 [^>]*><a [^>]*>([^<]+)</g)].map(([, title]) => title);
		const calls = operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
		expect(titles.toSorted()).toEqual(calls.toSorted());
	});

	it('tells what is sent and answered, field by field, and leads to what each refusal means', () => {
		const payment = part('POST /v1/payments');
		expect(payment).toContain('<td><code>Idempotency-Key</code></td><td>text of at most 255, a header</td>');
		expect(payment).toContain('<td><code>amount</code></td><td>a whole number</td>');
		expect(payment).toContain('<td><code>check_balance</code></td>');
		expect(payment).toContain('<td><code>refunds.created_at</code></td><td>a time</td>');
		expect(payment).toContain('<a href="errors.html#authorization_used">authorization_used</a>');
		const list = part('GET /v1/connections');
		expect(list).toContain('<td><code>cursor</code></td>');
		expect(list).toContain('<td><code>connections.institution.name</code></td><td>text or null</td>');
	});
});

describe('the search', () => {
	const find = (query: string) =>
		search(JSON.parse(file('search.json')) as SearchEntry[], query).map(({ address }) => address);

	it.each([
		['exchange_lost', 'errors.html#exchange_lost'],
		['idempotency key', 'server.html#do-it-twice'],
		['createStripeToken', 'migrating.html#on-your-server'],
		['fallback', 'tag.html#fallback'],
		['vue', 'frameworks.html#vue'],
	])('for “%s” finds %s', (query, address) => {
		expect(find(query)).toContain(address);
	});

	it('finds an error by its code first', () => {
		expect(find('stripe_not_linked')[0]).toBe('errors.html#stripe_not_linked');
	});

	it('finds nothing for nothing, and for what no page has', () => {
		expect(find('  ')).toEqual([]);
		expect(find('quokka')).toEqual([]);
	});

	it('wants every word', () => {
		expect(find('mandate quokka')).toEqual([]);
	});
});

describe('Markdown', () => {
	const html = (source: string) => renderMarkdown(source, new Set(['tag'])).html;

	it('becomes HTML, and HTML in it becomes text', () => {
		expect(html('Hi <img src=x onerror=alert(1)> **there**')).toBe(
			'<p>Hi &lt;img src=x onerror=alert(1)&gt; <strong>there</strong></p>\n',
		);
		expect(html('<script>alert(1)</script>')).not.toContain('<script');
	});

	it('leads to built pages, and to the repository where a file is no page', () => {
		expect(html('[a](tag.md#when)')).toContain('href="tag.html#when"');
		expect(html('[a](../LICENSE)')).toContain('href="https://github.com/');
	});

	it('gives headings the anchors that GitHub gives them', () => {
		expect(html('## `POST` it, twice!\n\n## A\n\n## A')).toMatch(/id="post-it-twice".* id="a".* id="a-1"/s);
	});
});

it('colours code without changing a letter of it', () => {
	const code = `const a = '<b>'; // "c" & d`;
	const plain = highlight(code, 'ts')
		.replace(/<\/?span[^>]*>/g, '')
		.replaceAll('&lt;', '<')
		.replaceAll('&gt;', '>')
		.replaceAll('&quot;', '"')
		.replaceAll('&amp;', '&');
	expect(plain).toBe(code);
});
