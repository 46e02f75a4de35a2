/** A fresh id with 122 random bits: `conn_4f0c…`. */
export const newId = (prefix: 'req' | 'conn' | 'exch' | 'user' | 'sess' | 'evt' | 'auth' | 'pay'): string =>
	`${prefix}_${crypto.randomUUID().replaceAll('-', '')}`;
