/** Processor time and memory of a process, as the system counts them. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const isLinux = process.platform === 'linux';

/** Linux counts in hundredths of a second (`getconf CLK_TCK`), whatever the kernel's own clock. */
const tickMs = 10;

/** Processor time since its start in ms, user and system. */
export function processorTimeOf(pid: number): number {
	if (isLinux) return ticksIn(readFileSync(`/proc/${pid}/stat`, 'utf8')) * tickMs;
	return millisecondsIn(execFileSync('ps', ['-o', 'time=', '-p', String(pid)], { encoding: 'utf8' }));
}

/** Bytes in memory (the resident set). */
export function memoryOf(pid: number): number {
	return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) * 1024;
}

/** `utime` and `stime`, the 14th and 15th field. The 2nd, the command's name, may contain blanks and brackets. */
export function ticksIn(stat: string): number {
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return Number(fields[11]) + Number(fields[12]);
}

/** Reads `1-02:03:04.56`: days, hours, minutes, seconds. Leading parts may be missing. */
export function millisecondsIn(time: string): number {
	const [clock = '', days = '0'] = time.trim().split('-').reverse();
	const seconds = clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
	return Math.round((Number(days) * 86_400 + seconds) * 1000);
}
