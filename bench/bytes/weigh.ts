/** The sizes of files on the wire. Each is compressed on its own, as it is served. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotli, gzip } from '../../scripts/sizes.ts';

export const encodings = { brotli, gzip } as const;
export type Encoding = keyof typeof encodings;

export const weigh = (files: readonly Buffer[], encoding: Encoding): number =>
	files.reduce((sum, file) => sum + encodings[encoding](file), 0);

/** A file of the build, e.g. `public/plaid-stripe-connect.js`. */
export const builtFile = (path: string): Buffer =>
	readFileSync(join(import.meta.dirname, '../../dist', path));
