/**
 * Stripe's SDK with the resources that the Worker uses, for wrangler to bundle in the place of the whole: most of its
 * weight is calls that never happen here, and no bundler can tell. `wrangler.toml` runs this before it bundles.
 * @see https://github.com/stripe/stripe-node/issues/2156
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build, type Plugin } from 'vite';

/** By their files in the SDK. The others stay as names that throw when they are used. */
export const keptResources = [
	'Customers',
	'Disputes',
	'Events',
	'PaymentIntents',
	'PaymentMethods',
	'Refunds',
	'Tokens',
];

const outFile = join(import.meta.dirname, '../.wrangler/stripe.js');

const entry = 'all-of-stripe';
const resource = /\/stripe\/esm\/resources\/(.+)\.js$/;

export const leaveOut: Plugin = {
	name: 'leave-out-resources-of-stripe',
	enforce: 'pre',
	resolveId: (id) => (id.endsWith(entry) ? entry : undefined),
	load(id) {
		if (id === entry) return "export { default } from 'stripe'";
		const [, file = ''] = resource.exec(id) ?? [];
		if (file === '' || keptResources.includes(file)) return;
		const names = [...readFileSync(id, 'utf8').matchAll(/^export (?:class|const|function) (\w+)/gm)];
		return names
			.map(([, name]) => `export class ${name} { constructor() { return leftOut('${file}') } }`)
			.join('\n')
			.concat(`
function leftOut(name) {
	return new Proxy({}, { get() { throw new Error(\`\${name} of Stripe is left out: name it in scripts/stripe.ts.\`) } });
}`);
	},
};

export async function buildStripe(): Promise<void> {
	const [output] = (await build({
		configFile: false,
		logLevel: 'error',
		resolve: { conditions: ['workerd', 'worker'] },
		plugins: [leaveOut],
		build: { write: false, minify: false, target: 'es2022', lib: { entry, formats: ['es'] } },
	})) as { output: { code: string }[] }[];
	const code = output?.output[0]?.code;
	if (!code) throw new Error('Vite built nothing of Stripe’s SDK.');
	// In one step: several may build at once, and wrangler reads it at any time.
	mkdirSync(dirname(outFile), { recursive: true });
	const draft = `${outFile}.${process.pid}`;
	writeFileSync(draft, code);
	renameSync(draft, outFile);
}

if (import.meta.main) await buildStripe();
