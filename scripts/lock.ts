/** A lock across all processes of this machine: two builds at once would delete each other's files. */
import { mkdirSync, rmdirSync, statSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** A lock this old belongs to a process that has died. */
const abandonedAfter = 180_000;

/** @param path a folder that exists while the work runs */
export async function withLock<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
	while (!tryLock(path)) {
		if (isAbandoned(path)) rmdirSync(path);
		else await pause(100);
	}
	try {
		return await work();
	} finally {
		rmdirSync(path);
	}
}

function tryLock(path: string): boolean {
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
		return false; // It was released meanwhile.
	}
}
