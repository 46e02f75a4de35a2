import type { FailureWords, Words } from '../words.ts';

/** Norsk */
export const words: Words & FailureWords = {
	language: 'no',
	idle: 'Koble til banken din',
	loading: 'Et øyeblikk…',
	open: 'Fortsett hos banken din…',
	exchanging: 'Kontoen din kobles til…',
	connected: 'Banken er koblet til',
	change: 'Endre',
	again: 'Prøv igjen',
	required: 'Koble til en bankkonto for å fortsette.',
	unfinished: 'Banken din er ikke koblet til ennå.',
	later: 'Banken din kunne ikke nås akkurat nå.',
	offline: 'Du er frakoblet. Sjekk forbindelsen.',
	blocked: 'Nettleseren blokkerte dette. Slå av annonseblokkering.',
	elsewhere: 'En annen bankpålogging er åpen. Lukk den først.',
	framed: 'Åpne denne siden i et eget vindu for å koble til banken.',
	popup: 'Vinduet til banken åpnet seg ikke. Tillat sprettoppvinduer på denne siden.',
	stale: 'Svaret fra banken kom for sent. Begynn på nytt.',
	restart: 'Banken kunne ikke kobles til. Begynn på nytt.',
	never: 'Det er ikke mulig å koble til en bank nå.',
};
