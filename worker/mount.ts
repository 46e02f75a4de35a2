/** `plaid-stripe-connect/worker`: for a merchant who has a Worker already, and mounts this one under a path of it. */
export { type AppOptions, createApp } from './app.ts';
export type { Bindings } from './config.ts';
export type { EventMessage } from './events/enqueue.ts';
export type { Hooks } from './hooks.ts';
export { createWorker } from './worker.ts';
