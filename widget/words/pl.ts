import type { FailureWords, Words } from '../words.ts';

/** Polski */
export const words: Words & FailureWords = {
	language: 'pl',
	idle: 'Połącz swój bank',
	loading: 'Chwileczkę…',
	open: 'Kontynuuj w swoim banku…',
	exchanging: 'Łączenie konta…',
	connected: 'Bank połączony',
	change: 'Zmień',
	again: 'Spróbuj ponownie',
	required: 'Aby kontynuować, połącz konto bankowe.',
	unfinished: 'Twój bank nie jest jeszcze połączony.',
	later: 'Tym razem się nie udało.',
	offline: 'Jesteś offline. Sprawdź połączenie.',
	blocked: 'Przeglądarka to zablokowała. Wyłącz blokowanie reklam.',
	elsewhere: 'Inne logowanie do banku jest otwarte. Najpierw je zamknij.',
	framed: 'Aby połączyć bank, otwórz tę stronę w osobnym oknie.',
	popup: 'Okno banku się nie otworzyło. Zezwól na wyskakujące okna na tej stronie.',
	stale: 'Odpowiedź banku przyszła za późno. Zacznij od nowa.',
	bank: 'Nie udało się teraz połączyć z Twoim bankiem.',
	already: 'To konto jest już połączone.',
	kind: 'Tego konta nie można użyć. Połącz konto bieżące lub oszczędnościowe.',
	reload: 'Ta strona była otwarta zbyt długo. Wczytaj ją ponownie.',
	restart: 'Nie udało się połączyć banku. Zacznij od nowa.',
	never: 'Łączenie z bankiem jest teraz niemożliwe.',
};
