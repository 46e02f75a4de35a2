import type { FailureWords, Words } from '../words.ts';

/** Nederlands */
export const words: Words & FailureWords = {
	language: 'nl',
	idle: 'Verbind je bank',
	loading: 'Een moment…',
	open: 'Ga verder bij je bank…',
	exchanging: 'Je rekening wordt verbonden…',
	connected: 'Bank verbonden',
	change: 'Wijzigen',
	again: 'Opnieuw proberen',
	required: 'Verbind een bankrekening om door te gaan.',
	unfinished: 'Je bank is nog niet verbonden.',
	later: 'Dat lukte zojuist niet.',
	offline: 'Je bent offline. Controleer je verbinding.',
	blocked: 'Je browser heeft dit geblokkeerd. Zet advertentieblokkers uit.',
	elsewhere: 'Er is al een andere aanmelding bij een bank open. Sluit die eerst.',
	framed: 'Open deze pagina in een eigen venster om je bank te verbinden.',
	popup: 'Het venster van je bank ging niet open. Sta pop-ups toe voor deze pagina.',
	stale: 'Het antwoord van je bank kwam te laat. Begin opnieuw.',
	bank: 'Je bank was zojuist niet bereikbaar.',
	already: 'Deze rekening is al verbonden.',
	kind: 'Deze rekening kan niet worden gebruikt. Verbind een betaal- of spaarrekening.',
	reload: 'Deze pagina stond te lang open. Laad de pagina opnieuw.',
	restart: 'Je bank kon niet worden verbonden. Begin opnieuw.',
	never: 'Een bank verbinden is nu niet mogelijk.',
};
