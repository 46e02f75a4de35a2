/** A merchant's database of a given size, and the Worker that uses it. */
import { type RunningDatabase, startDatabase } from '../processes/database.ts';
import { type Client, clientOf } from '../processes/http.ts';
import { fill } from './fill.ts';

export type Month = {
	connections: number;
	/** The size of each table in bytes. */
	taken: Map<string, number>;
	database: RunningDatabase;
};

export async function startMonth(connections: number): Promise<Month> {
	const database = await startDatabase('disk');
	try {
		return { connections, database, taken: await fill(database, connections) };
	} catch (error) {
		await database.close();
		throw error;
	}
}

/** The name of the Worker's service. */
export const serviceOf = ({ connections }: Pick<Month, 'connections'>): string => `with-${connections}`;

export const nameOf = ({ connections }: Pick<Month, 'connections'>): string =>
	`${connections.toLocaleString('en-US')} connections`;

export type MonthClient = Month & { client: Client };

export const clientFor = (month: Month, urls: Record<string, string>): MonthClient => ({
	...month,
	client: clientOf(urls[serviceOf(month)] ?? ''),
});
