import type { FailureWords, Words } from '../words.ts';

/** Română */
export const words: Words & FailureWords = {
	language: 'ro',
	idle: 'Conectează-ți banca',
	loading: 'O clipă…',
	open: 'Continuă la banca ta…',
	exchanging: 'Se conectează contul…',
	connected: 'Bancă conectată',
	change: 'Schimbă',
	again: 'Încearcă din nou',
	required: 'Conectează un cont bancar pentru a continua.',
	unfinished: 'Banca ta nu este încă conectată.',
	later: 'Nu a funcționat de data aceasta.',
	offline: 'Ești offline. Verifică conexiunea.',
	blocked: 'Browserul a blocat acest lucru. Dezactivează blocarea reclamelor.',
	elsewhere: 'O altă autentificare bancară este deschisă. Închide-o mai întâi.',
	framed: 'Deschide această pagină într-o fereastră proprie pentru a-ți conecta banca.',
	popup: 'Fereastra băncii nu s-a deschis. Permite ferestrele pop-up pe această pagină.',
	stale: 'Răspunsul băncii a venit prea târziu. Te rugăm să începi din nou.',
	bank: 'Banca ta nu a putut fi contactată acum.',
	already: 'Acest cont este deja conectat.',
	kind: 'Acest cont nu poate fi folosit. Conectează un cont curent sau de economii.',
	reload: 'Pagina a fost deschisă prea mult timp. Te rugăm să o reîncarci.',
	restart: 'Banca ta nu a putut fi conectată. Te rugăm să începi din nou.',
	never: 'Conectarea unei bănci nu este posibilă acum.',
};
