/** Waits; tests hand in one that does not. */
export type Pause = (ms: number) => Promise<void>;

export const sleep: Pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * A random pause below a bound that doubles with each attempt, so that those who failed together do not come back together.
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export const fullJitter = (
	attempt: number,
	{ firstMs, mostMs }: { firstMs: number; mostMs: number },
): number => Math.random() * Math.min(mostMs, firstMs * 2 ** attempt);
