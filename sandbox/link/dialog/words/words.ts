import type { LinkError } from '../../../link-server/protocol.ts';
import { english, type Words } from './english.ts';
import { french } from './french.ts';
import { spanish } from './spanish.ts';

export type { Words } from './english.ts';

const spoken: Record<string, Words> = { en: english, es: spanish, fr: french };

/** The words of one of Plaid's languages, e.g. `fr`; English where there is no translation. */
export const wordsOf = (language: string): Words => spoken[language] ?? english;

/** What an error means for the shopper. */
export const explained = (words: Words, { error_code, display_message }: LinkError): string =>
	words.errors[error_code] ??
	(words.language === 'en' && display_message ? display_message : words.error.unknown);
