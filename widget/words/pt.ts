import type { FailureWords, Words } from '../words.ts';

/** Português */
export const words: Words & FailureWords = {
	language: 'pt',
	idle: 'Conectar seu banco',
	loading: 'Um momento…',
	open: 'Continue com seu banco…',
	exchanging: 'Conectando sua conta…',
	connected: 'Banco conectado',
	change: 'Alterar',
	again: 'Tentar novamente',
	required: 'Conecte uma conta bancária para continuar.',
	unfinished: 'Seu banco ainda não está conectado.',
	later: 'Não funcionou desta vez.',
	offline: 'Você está offline. Verifique sua conexão.',
	blocked: 'Seu navegador bloqueou isto. Desative os bloqueadores de anúncios.',
	elsewhere: 'Outro acesso bancário está aberto. Feche-o primeiro.',
	framed: 'Abra esta página em uma janela própria para conectar seu banco.',
	popup: 'A janela do seu banco não abriu. Permita pop-ups nesta página.',
	stale: 'A resposta do seu banco chegou tarde. Comece de novo.',
	bank: 'Não foi possível contatar seu banco agora.',
	already: 'Esta conta já está conectada.',
	kind: 'Esta conta não pode ser usada. Conecte uma conta corrente ou poupança.',
	reload: 'Esta página ficou aberta por tempo demais. Recarregue-a.',
	restart: 'Não foi possível conectar seu banco. Comece de novo.',
	never: 'Não é possível conectar um banco agora.',
};
