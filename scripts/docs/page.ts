import { addressOf, type Chapter, shortTitles } from './contents.ts';
import { escapeHtml } from './highlight.ts';
import type { Article, Section } from './markdown.ts';

export type Page = { name: string; article: Article };

/** For hosts that send no headers of their own; the shop sends the same. */
export const contentSecurityPolicy = [
	"default-src 'none'",
	"script-src 'self'",
	"style-src 'self'",
	"img-src 'self' data:",
	"connect-src 'self'",
	"base-uri 'none'",
	"form-action 'none'",
].join('; ');

export const titleOf = ({ name, article }: Page): string => shortTitles[name] ?? article.title;

/** A whole page: navigation, article, what is on it, the page before and the one after. */
export function renderPage(page: Page, pages: readonly Page[], chapters: readonly Chapter[]): string {
	const index = pages.indexOf(page);
	const { article } = page;
	const [opening] = article.sections;
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="color-scheme" content="light dark" />
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(contentSecurityPolicy)}" />
<title>${escapeHtml(article.title)}${page.name === 'README' ? '' : ' · plaid-stripe-connect'}</title>
<meta name="description" content="${escapeHtml((opening?.text ?? '').slice(0, 160))}" />
<link rel="icon" href="icon.svg" type="image/svg+xml" />
<link rel="stylesheet" href="docs.css" />
<script src="docs.js" type="module"></script>
</head>
<body>
<a class="skip" href="#article">To the text</a>
<header class="masthead">
<a class="brand" href="index.html"><svg aria-hidden="true" viewBox="0 0 24 24" width="26" height="26"><path d="M4 20h16M6 17v-7m4 7v-7m4 7v-7m4 7v-7M3 10l9-6 9 6z" /></svg>plaid-stripe-connect</a>
<search class="search">
<label class="unseen" for="search">Search the documentation</label>
<input id="search" type="search" placeholder="Search" autocomplete="off" spellcheck="false" role="combobox" aria-expanded="false" aria-controls="found" aria-autocomplete="list" />
<kbd aria-hidden="true">/</kbd>
<div class="results" id="results" hidden><ul class="hits" id="found" role="listbox" aria-label="Found"></ul><p class="hits-count" id="found-count" role="status"></p></div>
</search>
</header>
<div class="frame">
<nav class="pages" aria-label="Documentation"><details class="menu"><summary>All pages</summary>
${chapters.map((chapter) => renderChapter(chapter, page, pages)).join('\n')}
</details></nav>
<main id="article" tabindex="-1">
<article>
${article.html}
</article>
<nav class="onward" aria-label="Before and after">
${neighbour(pages[index - 1], 'Before', 'prev')}
${neighbour(pages[index + 1], 'Next', 'next')}
</nav>
</main>
${renderOutline(article.sections)}
</div>
<footer class="foot"><p class="foot-line">MIT licensed. Not affiliated with Plaid or Stripe.</p></footer>
</body>
</html>
`;
}

function renderChapter({ title, pages: names }: Chapter, current: Page, pages: readonly Page[]): string {
	const items = names
		.map((name) => pages.find((page) => page.name === name))
		.filter((page) => page !== undefined)
		.map((page) => {
			const here = page === current ? ' aria-current="page"' : '';
			return `<li><a class="page-link" href="${addressOf(page.name)}"${here}>${escapeHtml(titleOf(page))}</a></li>`;
		});
	if (items.length === 0) return '';
	return `<p class="chapter">${title}</p>\n<ul>${items.join('')}</ul>`;
}

function renderOutline(sections: readonly Section[]): string {
	const parts = sections.filter(({ depth }) => depth === 2);
	if (parts.length < 2) return '<div class="outline"></div>';
	const items = parts.map(({ anchor, title }) => `<li><a href="#${anchor}">${escapeHtml(title)}</a></li>`);
	return `<nav class="outline" aria-label="On this page"><p class="chapter">On this page</p><ul>${items.join('')}</ul></nav>`;
}

function neighbour(page: Page | undefined, word: string, rel: string): string {
	if (!page) return '<span></span>';
	return `<a rel="${rel}" class="neighbour ${rel}" href="${addressOf(page.name)}"><span class="neighbour-word">${word}</span>${escapeHtml(titleOf(page))}</a>`;
}
