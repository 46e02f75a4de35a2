import { isAtCloudflare } from '../../settings/wrangler-config.ts';
import { type Check, type Finding, notWell, unknown, type World, well } from '../check.ts';

/** Whether all migrations are applied, to the D1 on this machine and to the one at Cloudflare. */
export const database: Check = async ({ wrangler }, world) => {
	if (!wrangler.database) {
		const cure = 'Bind a D1 database as DB in wrangler.toml ([[d1_databases]]).';
		return [notWell('database', 'wrangler.toml binds no database.', cure)];
	}
	const here = await migrations('database_here', '--local', world);
	if (!isAtCloudflare(wrangler.database)) {
		const message = 'There is none at Cloudflare yet.';
		return [here, unknown('database_at_cloudflare', message, '`npm run deploy` makes it.')];
	}
	return [here, await migrations('database_at_cloudflare', '--remote', world)];
};

async function migrations(name: string, where: '--local' | '--remote', world: World): Promise<Finding> {
	const { status, output } = await world.wrangler(['d1', 'migrations', 'list', 'DB', where]);
	if (status !== 0) {
		const cure = where === '--remote' ? 'Run `npx wrangler login`, then this again.' : null;
		return unknown(name, 'wrangler could not tell which migrations have been applied.', cure);
	}
	const waiting = new Set(output.match(/\b\d{4}_\w+\.sql\b/g));
	if (waiting.size === 0) return well(name, 'All migrations have been applied.');
	return notWell(
		name,
		`Not applied yet: ${[...waiting].join(', ')}.`,
		`Run \`npx wrangler d1 migrations apply DB ${where}\`.`,
	);
}
