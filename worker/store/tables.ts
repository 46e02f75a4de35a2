/**
 * The tables of `schema.ts` as statements use them: select whole rows, insert and update by the names of the schema.
 *
 * SQLite has no booleans and no JSON type. The columns that need decoding are named here, and their set follows from
 * the schema: a boolean or JSON column that is missing here, or named without being one, does not compile.
 */
import type * as schema from './schema.ts';
import { type Codecs, createTable } from './sql.ts';

type SchemaTable = { $inferSelect: object; $inferInsert: object; _: { name: string } };
const table = <T extends SchemaTable>(name: T['_']['name'], codecs: Codecs<T['$inferSelect']>) =>
	createTable<T['$inferSelect'], T['$inferInsert']>(name, codecs);

export const sessions = table<typeof schema.sessions>('sessions', { allowDuplicates: 'boolean' });
export const linkSessions = table<typeof schema.linkSessions>('link_sessions', {
	allowDuplicates: 'boolean',
});
export const exchanges = table<typeof schema.exchanges>('exchanges', {});
export const connections = table<typeof schema.connections>('connections', {
	metadata: 'json',
	livemode: 'boolean',
});
export const authorizations = table<typeof schema.authorizations>('authorizations', { livemode: 'boolean' });
export const payments = table<typeof schema.payments>('payments', {
	metadata: 'json',
	failure: 'json',
	nextAction: 'json',
	refunds: 'json',
	history: 'json',
	confirmsSeparately: 'boolean',
	livemode: 'boolean',
});
export const misconfigurations = table<typeof schema.misconfigurations>('misconfigurations', {});
export const webhooks = table<typeof schema.webhooks>('webhooks', {});
export const events = table<typeof schema.events>('events', { data: 'json' });
export const idempotencyKeys = table<typeof schema.idempotencyKeys>('idempotency_keys', {});
export const marks = table<typeof schema.marks>('marks', {});
export const jobs = table<typeof schema.jobs>('jobs', {});
export const schemaVersions = table<typeof schema.schemaVersions>('schema_versions', {});
