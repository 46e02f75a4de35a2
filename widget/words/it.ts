import type { FailureWords, Words } from '../words.ts';

/** Italiano */
export const words: Words & FailureWords = {
	language: 'it',
	idle: 'Collega la tua banca',
	loading: 'Un momento…',
	open: 'Continua con la tua banca…',
	exchanging: 'Collegamento del conto…',
	connected: 'Banca collegata',
	change: 'Cambia',
	again: 'Riprova',
	required: 'Collega un conto bancario per continuare.',
	unfinished: 'La tua banca non è ancora collegata.',
	later: 'In questo momento non ha funzionato.',
	offline: 'Sei offline. Controlla la connessione.',
	blocked: 'Il browser lo ha bloccato. Disattiva i blocchi degli annunci.',
	elsewhere: 'È aperto un altro accesso alla banca. Chiudilo prima.',
	framed: 'Apri questa pagina in una finestra propria per collegare la banca.',
	popup: 'La finestra della banca non si è aperta. Consenti i pop-up per questa pagina.',
	stale: 'La risposta della banca è arrivata tardi. Ricomincia.',
	bank: 'Al momento la tua banca non è raggiungibile.',
	already: 'Questo conto è già collegato.',
	kind: 'Questo conto non può essere usato. Collega un conto corrente o di risparmio.',
	reload: 'Questa pagina è rimasta aperta troppo a lungo. Ricaricala.',
	restart: 'Non è stato possibile collegare la banca. Ricomincia.',
	never: 'Al momento non è possibile collegare una banca.',
};
