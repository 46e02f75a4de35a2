import type { ErrorBody } from './backend.ts';

/** The answer to a request as the tables of `docs/failures.md` show it: `200`, `503 bank_unavailable`. */
export const outcome = ({ status, body }: { status: number; body: unknown }): string =>
	status < 300 ? `${status}` : `${status} ${(body as ErrorBody).error.code}`;
