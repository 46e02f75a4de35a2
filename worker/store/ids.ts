/** Ids of ours: a prefix that names the kind, and 122 random bits in hexadecimal (`conn_4f0c…`). */
type Prefix = 'req' | 'conn' | 'exch' | 'user' | 'sess' | 'evt' | 'auth' | 'pay';

export const newId = (prefix: Prefix): string => `${prefix}_${crypto.randomUUID().replaceAll('-', '')}`;

/** Whether a text from a request can be such an id. Events that come from a webhook have its id behind the prefix. */
export const isId = (prefix: Prefix, text: string): boolean =>
	text.startsWith(`${prefix}_`) && /^\w{1,100}$/.test(text.slice(prefix.length + 1));
