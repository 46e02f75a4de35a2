#!/usr/bin/env node
/** `plaid-stripe-sandbox [--port 8788] [--seed …]`: the sandbox as a command. */
import { runSandbox } from './server.ts';

await runSandbox(process.argv.slice(2));
