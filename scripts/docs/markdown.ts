import { Marked, type Token, type Tokens } from 'marked';
import { addressOf } from './contents.ts';
import { escapeHtml, highlight } from './highlight.ts';

/** A part of a page under a heading of its own: what a search finds. */
export type Section = { anchor: string; title: string; depth: number; text: string };
export type Article = { title: string; html: string; sections: Section[]; links: string[] };

/** Where links lead that leave the documentation for another file of the project. */
const repository = 'https://github.com/plaid-stripe-connect/plaid-stripe-connect/blob/main/';

/**
 * Makes HTML of a page. Headings get the anchors that GitHub gives them, so that a link works in both places.
 * Markup in the source comes out as text: the pages are Markdown and nothing else.
 */
export function renderMarkdown(source: string, pages: ReadonlySet<string>): Article {
	const anchors = anchorMaker();
	const sections: Section[] = [];
	const links: string[] = [];
	let title = '';

	const marked = new Marked({
		gfm: true,
		renderer: {
			heading({ tokens, depth }) {
				const words = plainText(tokens);
				const anchor = anchors(words);
				const inner = this.parser.parseInline(tokens);
				if (depth === 1) {
					title ||= words;
					return `<h1>${inner}</h1>\n`;
				}
				return `<h${depth} id="${anchor}"><a class="anchor" href="#${anchor}">${inner}</a></h${depth}>\n`;
			},
			code({ text, lang = '' }) {
				const language = lang.split(/\s/)[0] ?? '';
				return `<div class="code"><pre tabindex="0"><code>${highlight(text, language)}</code></pre></div>\n`;
			},
			link({ href, tokens }) {
				links.push(href);
				const to = target(href, pages);
				const away = /^https?:/.test(to) ? ' rel="noopener noreferrer"' : '';
				return `<a href="${escapeHtml(to)}"${away}>${this.parser.parseInline(tokens)}</a>`;
			},
			image({ href, text }) {
				links.push(href);
				return `<img src="${escapeHtml(href)}" alt="${escapeHtml(text)}" loading="lazy" />`;
			},
			table({ header, rows }) {
				const row = (cells: Tokens.TableCell[], name: 'th' | 'td') =>
					`<tr>${cells
						.map(({ tokens }) => {
							const inner = this.parser.parseInline(tokens);
							return `<${inner || name === 'td' ? name : 'td'}${name === 'th' && inner ? ' scope="col"' : ''}>${inner}</${inner || name === 'td' ? name : 'td'}>`;
						})
						.join('')}</tr>`;
				const body = rows.map((cells) => row(cells, 'td')).join('\n');
				return `<div class="table" tabindex="0" role="group" aria-label="Table"><table><thead>${row(header, 'th')}</thead><tbody>${body}</tbody></table></div>\n`;
			},
			// To be ticked by the reader.
			checkbox: () => '<input type="checkbox" aria-label="Done" /> ',
			html: ({ text }) => escapeHtml(text),
		},
	});

	const tokens = marked.lexer(source);
	const forSections = anchorMaker();
	let current: Section = { anchor: '', title: '', depth: 1, text: '' };
	for (const token of tokens) {
		if (token.type === 'heading') {
			const words = plainText(token.tokens ?? []);
			current = { anchor: forSections(words), title: words, depth: token.depth, text: '' };
			if (token.depth === 1) current.anchor = '';
			sections.push(current);
		} else if (token.type !== 'space') {
			if (sections.length === 0) sections.push(current);
			current.text += ` ${plainText([token])}`;
		}
	}
	for (const section of sections) section.text = section.text.replace(/\s+/g, ' ').trim();
	const html = marked.parser(tokens);
	return { title, html, sections, links };
}

/** GitHub's anchors: lower case, spaces to hyphens, other signs dropped, repeats numbered. */
function anchorMaker(): (words: string) => string {
	const used = new Map<string, number>();
	return (words) => {
		const base = words
			.toLowerCase()
			.replace(/[^\p{L}\p{N}_ -]/gu, '')
			.replaceAll(' ', '-');
		const times = used.get(base) ?? 0;
		used.set(base, times + 1);
		return times === 0 ? base : `${base}-${times}`;
	};
}

function plainText(tokens: Token[]): string {
	return tokens
		.map((token): string => {
			if (token.type === 'table') {
				const { header, rows } = token as Tokens.Table;
				return [header, ...rows]
					.map((cells) => cells.map(({ tokens }) => plainText(tokens)).join(' '))
					.join(' ');
			}
			if (token.type === 'list')
				return (token as Tokens.List).items.map(({ tokens }) => plainText(tokens)).join(' ');
			if (token.type === 'br') return ' ';
			if ('tokens' in token && token.tokens) return plainText(token.tokens);
			return 'text' in token ? String(token.text) : '';
		})
		.join('')
		.replace(/&(amp|lt|gt|quot|#39);/g, (entity) => entities[entity] ?? entity);
}

const entities: Record<string, string> = {
	'&amp;': '&',
	'&lt;': '<',
	'&gt;': '>',
	'&quot;': '"',
	'&#39;': "'",
};

/** Between pages, and from a page to a file of the project. */
function target(href: string, pages: ReadonlySet<string>): string {
	if (/^([a-z]+:|#)/.test(href)) return href;
	const [path = '', anchor] = href.split('#');
	const hash = anchor === undefined ? '' : `#${anchor}`;
	const page = /^(?:\.\/)?([\w-]+)\.md$/.exec(path)?.[1];
	if (page && pages.has(page)) return addressOf(page) + hash;
	if (path.startsWith('../')) return `${repository}${path.slice(3)}${hash}`;
	return href;
}
