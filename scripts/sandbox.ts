/** `npm run sandbox`: Plaid and Stripe, simulated on one local origin; `-- --port 9000` for another port. */
import { runSandbox } from '../sandbox/server.ts';
import { build } from './build.ts';

await build({ quiet: true });
await runSandbox(process.argv.slice(2));
