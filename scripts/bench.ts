/**
 * `npm run bench`: measures, prints tables, writes them into `.bench/` and docs/benchmarks.md, and ends with the budgets.
 *
 * `npm run bench -- bytes page` runs only the parts that are named. `--quick` takes fewer runs and writes nothing: it
 * shows that everything works.
 */
import { parseArgs } from 'node:util';
import { type PartName, partNames, type Table } from '../bench/figure.ts';
import { installComparisons } from '../bench/install.ts';
import { loadPart } from '../bench/part.ts';
import { describeMachine } from '../bench/report/machine.ts';
import { printBudgets, printTable } from '../bench/report/terminal.ts';
import { build } from './build.ts';

async function main(): Promise<void> {
	const { values, positionals } = parseArgs({
		options: { quick: { type: 'boolean', default: false } },
		allowPositionals: true,
	});
	const unknown = positionals.filter((name) => !partNames.includes(name as PartName));
	if (unknown.length > 0)
		throw new Error(`No such part: ${unknown.join(', ')}. There are ${partNames.join(', ')}.`);
	const wanted = partNames.filter((name) => positionals.length === 0 || positionals.includes(name));

	const machine = describeMachine();
	if (machine.load > machine.cores / 2)
		console.log(
			`\nSomething else keeps this machine busy (its load is ${machine.load}): show none of these times.`,
		);
	installComparisons();
	await build({ quiet: true });
	const { writeReport } = await import('../bench/report/files.ts');

	const begun = performance.now();
	const found: Table[] = [];
	for (const name of wanted) {
		const start = performance.now();
		const seconds = () => (performance.now() - start) / 1000;
		console.log(`\n— ${name}`);
		try {
			const part = await loadPart(name);
			const tables = await part.run({
				quick: values.quick,
				report: (text) => console.log(`  ${seconds().toFixed(0).padStart(3)} s  ${text}`),
			});
			for (const table of tables) console.log(printTable(table));
			if (!values.quick) await writeReport({ part: name, machine, seconds: seconds(), tables });
			found.push(...tables);
		} catch (error) {
			// The other parts have their figures all the same.
			console.error(
				`\nThe part ${name} could not be measured: ${error instanceof Error ? error.stack : error}\n`,
			);
			process.exitCode = 1;
		}
		console.log(`  ${name} took ${seconds().toFixed(0)} s`);
	}
	console.log(
		`\n${printBudgets(found)}\n\nAll of it took ${((performance.now() - begun) / 60_000).toFixed(1)} minutes.`,
	);
}

try {
	await main();
} catch (error) {
	console.error(`\n${error instanceof Error ? error.message : error}\n`);
	process.exitCode = 1;
}
