import type { FailureWords, Words } from '../words.ts';

/** Eesti */
export const words: Words & FailureWords = {
	language: 'et',
	idle: 'Ühenda oma pank',
	loading: 'Üks hetk…',
	open: 'Jätka oma pangas…',
	exchanging: 'Sinu kontot ühendatakse…',
	connected: 'Pank ühendatud',
	change: 'Muuda',
	again: 'Proovi uuesti',
	required: 'Jätkamiseks ühenda pangakonto.',
	unfinished: 'Sinu pank ei ole veel ühendatud.',
	later: 'See ei õnnestunud praegu.',
	offline: 'Võrguühendus puudub. Kontrolli ühendust.',
	blocked: 'Brauser blokeeris selle. Lülita reklaamiblokeerija välja.',
	elsewhere: 'Üks panka sisselogimine on juba avatud. Sulge see enne.',
	framed: 'Panga ühendamiseks ava see leht eraldi aknas.',
	popup: 'Panga aken ei avanenud. Luba sellel lehel hüpikaknad.',
	stale: 'Panga vastus tuli liiga hilja. Palun alusta uuesti.',
	bank: 'Sinu pangaga ei saanud praegu ühendust.',
	already: 'See konto on juba ühendatud.',
	kind: 'Seda kontot ei saa kasutada. Ühenda arvelduskonto või hoiukonto.',
	reload: 'See leht oli liiga kaua avatud. Palun laadi see uuesti.',
	restart: 'Sinu panka ei õnnestunud ühendada. Palun alusta uuesti.',
	never: 'Panka ei saa praegu ühendada.',
};
