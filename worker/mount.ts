/** `plaid-stripe-connect/worker`: for a merchant who mounts the app under a path of their own Worker. */
export { type AppOptions, createApp } from './app.ts';
export type { Bindings } from './config.ts';
export type { EventMessage } from './events/enqueue.ts';
export type { Hooks } from './hooks.ts';
export { createWorker } from './worker.ts';
