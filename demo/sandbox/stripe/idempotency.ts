/** A POST that was made under an `Idempotency-Key`: its parameters, and its answer once there is one. */
export type IdempotentRequest = {
	method: string;
	path: string;
	parameters: string;
	/** `null` while the first request is still under way. */
	answer: { status: number; body: string; requestId: string } | null;
	createdAt: number;
};
