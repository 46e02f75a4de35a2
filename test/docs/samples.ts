/** The code samples of the documentation, as they stand in it. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lexer, type Tokens } from 'marked';

export const docsFolder = join(import.meta.dirname, '../../docs');

export type Sample = {
	/** `server.md`, and how many samples stand before it there. */
	file: string;
	index: number;
	/** The first words after the fence: a language, then `run` or `check`, then what it is checked as. */
	language: string;
	marks: string[];
	code: string;
};

/** How a failing test names it: with the beginning of its code. */
export const nameOf = ({ file, index, language, code }: Sample): string =>
	`${file} ${index + 1} (${language || 'text'}): ${(code.trim().split('\n')[0] ?? '').slice(0, 60)}`;

/** In lists too. */
function fences(markdown: string): Tokens.Code[] {
	const found: Tokens.Code[] = [];
	const visit = (tokens: { type: string }[]) => {
		for (const token of tokens) {
			if (token.type === 'code') found.push(token as Tokens.Code);
			else if (token.type === 'list') visit((token as Tokens.List).items);
			else if ('tokens' in token && Array.isArray(token.tokens)) visit(token.tokens);
		}
	};
	visit(lexer(markdown));
	return found;
}

export const samples: readonly Sample[] = globSync('*.md', { cwd: docsFolder })
	.sort()
	.flatMap((file) =>
		fences(readFileSync(join(docsFolder, file), 'utf8')).map(({ lang = '', text }, index) => {
			const [language = '', ...marks] = lang.split(/\s+/);
			return { file, index, language, marks, code: text };
		}),
	);

export const samplesIn = (...languages: string[]): Sample[] =>
	samples.filter(({ language }) => languages.includes(language));

/** Samples that nothing can run, each with the reason. By their file and the beginning of their code. */
export const notRun: readonly { file: string; begins: string; why: string }[] = [
	{
		file: 'webhooks.md',
		begins: 'npx wrangler queues create',
		why: 'it needs an account; test/scripts rehearses it',
	},
	{ file: 'start.md', begins: 'git clone', why: 'it needs the network; `npm run demo` has tests of its own' },
	{ file: 'start.md', begins: 'npm run setup', why: 'it asks questions; test/scripts answers them' },
	{
		file: 'start.md',
		begins: 'npm run doctor',
		why: 'it looks at what stands outside; test/scripts does that',
	},
	{ file: 'start.md', begins: 'npm run demo', why: 'it goes on until it is ended; test/scripts starts it' },
	{ file: 'start.md', begins: 'npm run build', why: 'every test of whole flows has built and started it so' },
	{ file: 'start.md', begins: 'npm run deploy', why: 'it needs an account; test/scripts rehearses it' },
	{ file: 'going-live.md', begins: 'npm run deploy', why: 'it needs an account; test/scripts rehearses it' },
	{ file: 'troubleshooting.md', begins: 'npm run doctor', why: 'as in start.md' },
	{
		file: 'testing.md',
		begins: 'STRIPE_WEBHOOK_SECRET=whsec_any npm run sandbox',
		why: 'it goes on until it is ended; test/sandbox starts it',
	},
	{ file: 'benchmarks.md', begins: 'npm run bench', why: 'it takes minutes, and times are never tested' },
	{
		file: 'testing.md',
		begins: 'curl http://localhost:8788/_sandbox/payments/pi_…',
		why: 'test/docs/sandbox.test.ts runs it, with a payment',
	},
];

/** What stands in files that others than the samples' tests keep true. */
export const keptElsewhere: Readonly<Record<string, string>> = {
	'element.md': 'test/widget',
	'api.md': 'test/package, and test/worker the bodies',
	'storage.md': 'test/worker',
	'sandbox.md': 'test/docs/sandbox.test.ts',
	'sandbox-fidelity.md': 'test/sandbox',
};
