/** Colours for code: comments, strings, keywords, tags. A few rules per language, for reading only. */
const rules: Record<string, [kind: string, pattern: string][]> = {
	script: [
		['c', String.raw`\/\/[^\n]*|\/\*[\s\S]*?\*\/`],
		['s', '\'(?:\\\\.|[^\'\\\\\\n])*\'|"(?:\\\\.|[^"\\\\\\n])*"|`(?:\\\\.|[^`\\\\])*`'],
		[
			'k',
			String.raw`\b(?:import|from|export|const|let|if|else|return|await|async|function|new|throw|try|catch|for|of|in|type|interface|extends|class|declare|module|namespace|null|true|false|undefined|satisfies|as)\b`,
		],
		['t', String.raw`<\/?[A-Za-z][\w-]*|\/?>(?=\s*$)`],
	],
	markup: [
		['c', '<!--[\\s\\S]*?-->'],
		['s', '"[^"\\n]*"'],
		['t', String.raw`<\/?[A-Za-z!][\w-]*|\/?>`],
	],
	shell: [
		['c', String.raw`(?<=^|\s)#[^\n]*`],
		['s', '\'[^\']*\'|"(?:\\\\.|[^"\\\\])*"'],
		['k', String.raw`(?<=^|\n)(?:\$ )?(?:curl|npm|npx|node|echo|openssl|git)\b`],
	],
	data: [
		['t', String.raw`"[^"\n]*"(?=\s*:)`],
		['s', '"(?:\\\\.|[^"\\\\\\n])*"'],
		['k', String.raw`\b(?:true|false|null|-?\d+(?:\.\d+)?)\b`],
	],
	style: [
		['c', String.raw`\/\*[\s\S]*?\*\/`],
		['k', String.raw`--[\w-]+`],
		['s', '"[^"\\n]*"'],
		['t', String.raw`::?[\w-]+`],
	],
};

const languages: Record<string, string> = {
	js: 'script',
	ts: 'script',
	tsx: 'script',
	jsx: 'script',
	html: 'markup',
	vue: 'markup',
	svelte: 'markup',
	sh: 'shell',
	ini: 'shell',
	toml: 'shell',
	json: 'data',
	css: 'style',
};

export const escapeHtml = (text: string): string =>
	text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? '');

/** @returns HTML; text in a language that is not known comes back as it is. */
export function highlight(code: string, language: string): string {
	const kinds = rules[languages[language] ?? ''];
	if (!kinds) return escapeHtml(code);
	const pattern = new RegExp(kinds.map(([, source]) => `(${source})`).join('|'), 'gm');
	let html = '';
	let done = 0;
	for (const match of code.matchAll(pattern)) {
		const kind = kinds[match.slice(1).findIndex((group) => group !== undefined)]?.[0];
		html += `${escapeHtml(code.slice(done, match.index))}<span class="${kind}">${escapeHtml(match[0])}</span>`;
		done = match.index + match[0].length;
	}
	return html + escapeHtml(code.slice(done));
}
