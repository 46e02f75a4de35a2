/** Loads a part on demand: one may need packages that the others do not. */
import type { Part, PartName } from './figure.ts';

/** Each part is a folder with a `part.ts` that exports `part`. */
export async function loadPart(name: PartName): Promise<Part> {
	const { part } = (await import(`./${name}/part.ts`)) as { part: Part };
	return part;
}
