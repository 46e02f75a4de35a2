/** One at a time, over all processes of this machine: two builds at once would take each other's files away. */
import { mkdirSync, rmdirSync, statSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** A lock that old belongs to a process that has died. */
const abandonedAfter = 180_000;

/** @param path a folder that is there while the work is done. */
export async function withLock<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
	while (!taken(path)) {
		if (isAbandoned(path)) rmdirSync(path);
		else await pause(100);
	}
	try {
		return await work();
	} finally {
		rmdirSync(path);
	}
}

function taken(path: string): boolean {
	try {
		mkdirSync(path);
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
		throw error;
	}
}

function isAbandoned(path: string): boolean {
	try {
		return Date.now() - statSync(path).mtimeMs > abandonedAfter;
	} catch {
		return false; // It has gone meanwhile.
	}
}
