/**
 * The part of D1 that the Worker uses, in its own process as at Cloudflare: a Durable Object with SQLite, which is what D1
 * is built on. It counts what D1 would report and bill.
 */
import { DurableObject } from 'cloudflare:workers';
import type { Counts } from '../processes/counts.ts';

type Query = { sql: string; params?: (string | number | null)[] };

const nothing: Counts = { trips: 0, statements: 0, rowsRead: 0, rowsWritten: 0 };

export class Database extends DurableObject {
	counts = { ...nothing };

	override async fetch(request: Request): Promise<Response> {
		const { pathname } = new URL(request.url);
		if (pathname === '/counts') return Response.json(this.take());
		if (pathname === '/size') return Response.json(this.ctx.storage.sql.databaseSize);
		const asked = await request.json<Query | Query[]>();
		try {
			return Response.json(
				this.ctx.storage.transactionSync(() => [asked].flat().map((query) => this.run(query))),
			);
		} catch (error) {
			return Response.json({ success: false, error: String(error) }, { status: 500 });
		} finally {
			this.counts.trips += 1;
		}
	}

	/** Returns the counts since the last call. */
	take(): Counts {
		const counts = this.counts;
		this.counts = { ...nothing };
		return counts;
	}

	run({ sql, params = [] }: Query) {
		const cursor = this.ctx.storage.sql.exec(sql, ...params);
		const rows = [...cursor.raw()];
		const { rowsRead, rowsWritten, columnNames: columns } = cursor;
		this.counts.statements += 1;
		this.counts.rowsRead += rowsRead;
		this.counts.rowsWritten += rowsWritten;
		const meta = { duration: 0, changes: 0, last_row_id: 0, changed_db: rowsWritten > 0, size_after: 0 };
		return {
			success: true,
			results: { columns, rows },
			meta: { ...meta, rows_read: rowsRead, rows_written: rowsWritten },
		};
	}
}

type Env = { DATABASE: DurableObjectNamespace };

export default {
	fetch: (request: Request, { DATABASE }: Env) => DATABASE.get(DATABASE.idFromName('D1')).fetch(request),
};
