/** The dialog's texts. Each language has a file. */
import type { LinkError } from '../../../link-server/protocol.ts';
import { english, type Messages } from './english.ts';
import { french } from './french.ts';
import { spanish } from './spanish.ts';

export type { Messages } from './english.ts';

const languages: Record<string, Messages> = { en: english, es: spanish, fr: french };

/** The messages of one of Plaid's languages, e.g. `fr`. English if there is no translation. */
export const messagesFor = (language: string): Messages => languages[language] ?? english;

/** The messages of the browser's language. */
export const browserMessages = (): Messages => messagesFor(navigator.language.slice(0, 2));

/** An error's text for the shopper. In English, Plaid's own. */
export const errorText = (messages: Messages, { error_code, display_message }: LinkError): string =>
	messages.errors[error_code] ??
	(messages.language === 'en' && display_message ? display_message : messages.error.unknown);
