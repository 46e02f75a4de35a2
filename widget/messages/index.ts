import type { Language } from '../../worker/contract.ts';
import { lazy } from '../lazy.ts';
import type { AllMessages } from './authorization.ts';
import { messages as english, type Messages } from './en.ts';

export { english };

/** The messages in one language. Those of the authorization are loaded with it, or with the language. */
export type SpokenMessages = Messages & Partial<AllMessages>;

/** English is part of the element. Each other language is a file of its own, loaded by the first page that needs it. */
const files: Record<Exclude<Language, 'en'>, () => Promise<{ messages: AllMessages }>> = {
	da: lazy(() => import('./da.ts')),
	de: lazy(() => import('./de.ts')),
	es: lazy(() => import('./es.ts')),
	et: lazy(() => import('./et.ts')),
	fr: lazy(() => import('./fr.ts')),
	hi: lazy(() => import('./hi.ts')),
	it: lazy(() => import('./it.ts')),
	lt: lazy(() => import('./lt.ts')),
	lv: lazy(() => import('./lv.ts')),
	nl: lazy(() => import('./nl.ts')),
	no: lazy(() => import('./no.ts')),
	pl: lazy(() => import('./pl.ts')),
	pt: lazy(() => import('./pt.ts')),
	ro: lazy(() => import('./ro.ts')),
	sv: lazy(() => import('./sv.ts')),
	vi: lazy(() => import('./vi.ts')),
};

/**
 * The language of a BCP 47 tag, if Plaid Link speaks it.
 * @see https://plaid.com/docs/api/link/#link-token-create-request-language
 */
export function findLanguage(tag: string): Language | undefined {
	const [primary = ''] = tag.toLowerCase().split('-');
	// Plaid has one Norwegian for both written forms.
	const language = primary === 'nb' || primary === 'nn' ? 'no' : primary;
	return language === 'en' || Object.hasOwn(files, language) ? (language as Language) : undefined;
}

/** Rejects if the language's file cannot be loaded. */
export async function loadMessages(language: Language): Promise<SpokenMessages> {
	return language === 'en' ? english : (await files[language]()).messages;
}
