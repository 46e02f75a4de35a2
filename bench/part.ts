/** Loads a part when it is asked for: what one of them needs does not burden the others. */
import type { Part, PartName } from './figure.ts';

/** Each part is a folder whose `part.ts` exports it as `part`. */
export async function loadPart(name: PartName): Promise<Part> {
	const { part } = (await import(`./${name}/part.ts`)) as { part: Part };
	return part;
}
