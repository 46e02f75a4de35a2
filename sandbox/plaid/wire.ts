/**
 * A type of npm `plaid` with its enums as plain strings. Responses are checked against the official types this way,
 * without loading the official client's code. It is in a file of its own because every other file here needs it.
 */
export type Wire<T> = T extends string
	? `${T}`
	: T extends (infer Element)[]
		? Wire<Element>[]
		: T extends object
			? { [Key in keyof T]: Wire<T[Key]> }
			: T;
