/** Waits. Tests pass one that returns at once. */
export type Pause = (ms: number) => Promise<void>;

export const sleep: Pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * A random pause below a bound that doubles with each attempt, so that callers that failed together do not all return at
 * the same moment. In milliseconds.
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export const fullJitter = (
	attempt: number,
	{ firstMs, mostMs }: { firstMs: number; mostMs: number },
): number => Math.random() * Math.min(mostMs, firstMs * 2 ** attempt);
