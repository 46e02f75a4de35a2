import type { LinkAccount } from '../../link-server/protocol.ts';
import type { Words } from './words/words.ts';

/** `Plaid Checking ••0000`; some accounts have no mask. */
export const accountName = ({ name, mask }: LinkAccount): string => (mask ? `${name} ••${mask}` : name);

/** `Checking`, `Cash management`; the bank's own word where the language has none for it. */
export function accountKind({ type, subtype }: LinkAccount, words: Words): string {
	const kind = subtype ?? type;
	if (kind === 'checking' || kind === 'savings') return words.numbers[kind];
	return kind.charAt(0).toUpperCase() + kind.slice(1);
}
