import type { LinkAccount } from '../../link-server/wire.ts';

/** `Plaid Checking ••0000`; some accounts have no mask. */
export const accountName = ({ name, mask }: LinkAccount): string => (mask ? `${name} ••${mask}` : name);

/** `Checking`, `Cash management`. */
export const accountKind = ({ type, subtype }: LinkAccount): string => {
	const kind = subtype ?? type;
	return kind.charAt(0).toUpperCase() + kind.slice(1);
};
