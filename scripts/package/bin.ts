#!/usr/bin/env node
/** `npx plaid-stripe-sandbox [--port 8788] [--seed …]`: Plaid and Stripe, simulated on one local origin. */
import { runSandbox } from '../../sandbox/server.ts';

await runSandbox(process.argv.slice(2));
