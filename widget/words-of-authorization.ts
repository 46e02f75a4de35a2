import type { AuthorizationWords } from './words.ts';

/** In English; the file of another language brings its own. */
export const english: AuthorizationWords = {
	authorize: 'Authorize the debit',
	waiting: 'Read and accept the debit authorization to continue.',
	accept: '',
	decline: 'Decline',
	copy: 'Save a copy',
	text: 'Text of the authorization',
	inEnglish: '',
	holder: 'Account holder’s full name',
	next: 'Continue',
};
