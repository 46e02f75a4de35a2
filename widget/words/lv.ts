import type { FailureWords, Words } from '../words.ts';

/** Latviešu */
export const words: Words & FailureWords = {
	language: 'lv',
	idle: 'Pievienot savu banku',
	loading: 'Vienu mirkli…',
	open: 'Turpiniet savā bankā…',
	exchanging: 'Jūsu konts tiek pievienots…',
	connected: 'Banka pievienota',
	change: 'Mainīt',
	again: 'Mēģināt vēlreiz',
	required: 'Lai turpinātu, pievienojiet bankas kontu.',
	unfinished: 'Jūsu banka vēl nav pievienota.',
	later: 'Šoreiz neizdevās.',
	offline: 'Jūs esat bezsaistē. Pārbaudiet savienojumu.',
	blocked: 'Pārlūks to bloķēja. Izslēdziet reklāmu bloķēšanu.',
	elsewhere: 'Ir atvērta cita pieteikšanās bankā. Vispirms aizveriet to.',
	framed: 'Lai pievienotu banku, atveriet šo lapu atsevišķā logā.',
	popup: 'Bankas logs neatvērās. Atļaujiet šajā lapā uznirstošos logus.',
	stale: 'Bankas atbilde kavējās. Lūdzu, sāciet no jauna.',
	bank: 'Pašlaik neizdevās sazināties ar jūsu banku.',
	already: 'Šis konts jau ir pievienots.',
	kind: 'Šo kontu nevar izmantot. Pievienojiet norēķinu kontu vai krājkontu.',
	reload: 'Šī lapa bija atvērta pārāk ilgi. Lūdzu, ielādējiet to vēlreiz.',
	restart: 'Jūsu banku neizdevās pievienot. Lūdzu, sāciet no jauna.',
	never: 'Pašlaik banku pievienot nav iespējams.',
};
