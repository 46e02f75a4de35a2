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
	later: 'Det gikk ikke akkurat nå.',
	offline: 'Du er frakoblet. Sjekk forbindelsen.',
	blocked: 'Nettleseren blokkerte dette. Slå av annonseblokkering.',
	elsewhere: 'En annen bankpålogging er åpen. Lukk den først.',
	framed: 'Åpne denne siden i et eget vindu for å koble til banken.',
	popup: 'Vinduet til banken åpnet seg ikke. Tillat sprettoppvinduer på denne siden.',
	stale: 'Svaret fra banken kom for sent. Begynn på nytt.',
	bank: 'Banken din kunne ikke nås akkurat nå.',
	already: 'Denne kontoen er allerede koblet til.',
	kind: 'Denne kontoen kan ikke brukes. Koble til en brukskonto eller sparekonto.',
	reload: 'Siden har vært åpen for lenge. Last den inn på nytt.',
	restart: 'Banken kunne ikke kobles til. Begynn på nytt.',
	never: 'Det er ikke mulig å koble til en bank nå.',
};
