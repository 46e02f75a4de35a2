import type { FailureWords, Words } from '../words.ts';

/** Svenska */
export const words: Words & FailureWords = {
	language: 'sv',
	idle: 'Anslut din bank',
	loading: 'Ett ögonblick…',
	open: 'Fortsätt hos din bank…',
	exchanging: 'Ditt konto ansluts…',
	connected: 'Banken är ansluten',
	change: 'Ändra',
	again: 'Försök igen',
	required: 'Anslut ett bankkonto för att fortsätta.',
	unfinished: 'Din bank är inte ansluten än.',
	later: 'Det gick inte just nu.',
	offline: 'Du är offline. Kontrollera din anslutning.',
	blocked: 'Din webbläsare blockerade detta. Stäng av annonsblockerare.',
	elsewhere: 'En annan bankinloggning är öppen. Stäng den först.',
	framed: 'Öppna sidan i ett eget fönster för att ansluta din bank.',
	popup: 'Bankens fönster öppnades inte. Tillåt popup-fönster på den här sidan.',
	stale: 'Svaret från din bank kom för sent. Börja om.',
	bank: 'Din bank kunde inte nås just nu.',
	already: 'Det här kontot är redan anslutet.',
	kind: 'Det här kontot kan inte användas. Anslut ett lönekonto eller sparkonto.',
	reload: 'Sidan har varit öppen för länge. Ladda om den.',
	restart: 'Din bank kunde inte anslutas. Börja om.',
	never: 'Det går inte att ansluta en bank just nu.',
};
