import type { FailureWords, Words } from '../words.ts';

/** Lietuvių */
export const words: Words & FailureWords = {
	language: 'lt',
	idle: 'Prijungti savo banką',
	loading: 'Akimirką…',
	open: 'Tęskite savo banke…',
	exchanging: 'Jūsų sąskaita prijungiama…',
	connected: 'Bankas prijungtas',
	change: 'Keisti',
	again: 'Bandyti dar kartą',
	required: 'Norėdami tęsti, prijunkite banko sąskaitą.',
	unfinished: 'Jūsų bankas dar neprijungtas.',
	later: 'Šį kartą nepavyko.',
	offline: 'Esate neprisijungę. Patikrinkite ryšį.',
	blocked: 'Naršyklė tai užblokavo. Išjunkite reklamų blokavimą.',
	elsewhere: 'Atidarytas kitas prisijungimas prie banko. Pirmiausia jį uždarykite.',
	framed: 'Norėdami prijungti banką, atidarykite šį puslapį atskirame lange.',
	popup: 'Banko langas neatsidarė. Leiskite iššokančius langus šiame puslapyje.',
	stale: 'Banko atsakymas vėlavo. Pradėkite iš naujo.',
	bank: 'Šiuo metu nepavyko susisiekti su jūsų banku.',
	already: 'Ši sąskaita jau prijungta.',
	kind: 'Šios sąskaitos naudoti negalima. Prijunkite einamąją arba taupomąją sąskaitą.',
	reload: 'Šis puslapis buvo atidarytas per ilgai. Įkelkite jį iš naujo.',
	restart: 'Banko prijungti nepavyko. Pradėkite iš naujo.',
	never: 'Šiuo metu banko prijungti negalima.',
};
