import type { Language } from '../../worker/contract.ts';
import type { AllWords, SpokenWords } from '../words.ts';

/** Each language is a file of its own, loaded when a page speaks it. English is in the element. */
const files: Record<Exclude<Language, 'en'>, () => Promise<{ words: AllWords }>> = {
	da: () => import('./da.ts'),
	de: () => import('./de.ts'),
	es: () => import('./es.ts'),
	et: () => import('./et.ts'),
	fr: () => import('./fr.ts'),
	hi: () => import('./hi.ts'),
	it: () => import('./it.ts'),
	lt: () => import('./lt.ts'),
	lv: () => import('./lv.ts'),
	nl: () => import('./nl.ts'),
	no: () => import('./no.ts'),
	pl: () => import('./pl.ts'),
	pt: () => import('./pt.ts'),
	ro: () => import('./ro.ts'),
	sv: () => import('./sv.ts'),
	vi: () => import('./vi.ts'),
};

/**
 * The words of the first language that Plaid speaks, or nothing where that is English, or none is.
 * @see https://plaid.com/docs/api/link/#link-token-create-request-language
 */
export async function load(tags: string): Promise<SpokenWords | undefined> {
	for (const tag of tags.split(',')) {
		// The two written forms of Norwegian are one to Plaid.
		const language = tag
			.toLowerCase()
			.replace(/-.*/, '')
			.replace(/^n[bn]$/, 'no');
		if (language === 'en') return;
		const file = Object.hasOwn(files, language) && files[language as keyof typeof files];
		if (file) return (await file()).words;
	}
	return;
}
