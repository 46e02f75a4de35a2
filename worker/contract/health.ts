/** `GET /health`. */

/** `GET /health`: `degraded` where a merchant has something to mend; what it is stands in `checks`. */
export type HealthAnswer = {
	status: 'ok' | 'degraded';
	checks: { name: string; ok: boolean /** What is wrong and what to do. */; message?: string }[];
	version: string;
	request_id: string;
};
