/**
 * A type of npm `plaid` as it stands on the wire: its enums are the plain strings that they hold,
 * so that what the sandbox answers can be checked against the official types without running their code.
 */
export type Wire<T> = T extends string
	? `${T}`
	: T extends (infer Element)[]
		? Wire<Element>[]
		: T extends object
			? { [Key in keyof T]: Wire<T[Key]> }
			: T;
