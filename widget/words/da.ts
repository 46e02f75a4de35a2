import type { FailureWords, Words } from '../words.ts';

/** Dansk */
export const words: Words & FailureWords = {
	language: 'da',
	idle: 'Forbind din bank',
	loading: 'Et øjeblik…',
	open: 'Fortsæt hos din bank…',
	exchanging: 'Din konto forbindes…',
	connected: 'Banken er forbundet',
	change: 'Skift',
	again: 'Prøv igen',
	required: 'Forbind en bankkonto for at fortsætte.',
	unfinished: 'Din bank er ikke forbundet endnu.',
	later: 'Det lykkedes ikke lige nu.',
	offline: 'Du er offline. Tjek din forbindelse.',
	blocked: 'Din browser blokerede dette. Slå annonceblokering fra.',
	elsewhere: 'Et andet bank-login er åbent. Luk det først.',
	framed: 'Åbn denne side i sit eget vindue for at forbinde din bank.',
	popup: 'Bankens vindue blev ikke åbnet. Tillad pop op-vinduer på denne side.',
	stale: 'Svaret fra din bank kom for sent. Begynd forfra.',
	bank: 'Din bank kunne ikke nås lige nu.',
	already: 'Denne konto er allerede forbundet.',
	kind: 'Denne konto kan ikke bruges. Forbind en lønkonto eller opsparingskonto.',
	reload: 'Siden har været åben for længe. Indlæs den igen.',
	restart: 'Din bank kunne ikke forbindes. Begynd forfra.',
	never: 'Det er ikke muligt at forbinde en bank lige nu.',
};
