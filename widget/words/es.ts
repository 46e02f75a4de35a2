import type { FailureWords, Words } from '../words.ts';

/** Español */
export const words: Words & FailureWords = {
	language: 'es',
	idle: 'Conectar tu banco',
	loading: 'Un momento…',
	open: 'Continúa con tu banco…',
	exchanging: 'Conectando tu cuenta…',
	connected: 'Banco conectado',
	change: 'Cambiar',
	again: 'Reintentar',
	required: 'Conecta una cuenta bancaria para continuar.',
	unfinished: 'Tu banco aún no está conectado.',
	later: 'No ha funcionado esta vez.',
	offline: 'No tienes conexión. Compruébala.',
	blocked: 'Tu navegador lo ha bloqueado. Desactiva los bloqueadores de anuncios.',
	elsewhere: 'Hay otro inicio de sesión bancario abierto. Ciérralo primero.',
	framed: 'Abre esta página en su propia ventana para conectar tu banco.',
	popup: 'La ventana de tu banco no se ha abierto. Permite las ventanas emergentes en esta página.',
	stale: 'La respuesta de tu banco ha llegado tarde. Empieza de nuevo.',
	bank: 'No se ha podido contactar con tu banco.',
	already: 'Esta cuenta ya está conectada.',
	kind: 'Esta cuenta no se puede usar. Conecta una cuenta corriente o de ahorro.',
	reload: 'Esta página ha estado abierta demasiado tiempo. Vuelve a cargarla.',
	restart: 'No se ha podido conectar tu banco. Empieza de nuevo.',
	never: 'Ahora mismo no es posible conectar un banco.',
};
