/** The D1 database: created if there is none, its id written into wrangler.toml, its migrations applied. */
import { readFileSync, writeFileSync } from 'node:fs';
import { isAtCloudflare, type WranglerConfig } from '../settings/wrangler-config.ts';
import { type Cloudflare, DeploymentStopped, need } from './cloudflare.ts';

type Listed = { name: string; uuid: string };

export async function readyDatabase(
	cloudflare: Cloudflare,
	config: WranglerConfig,
	configPath: string,
): Promise<void> {
	const { database } = config;
	if (!database) throw new DeploymentStopped('wrangler.toml binds no D1 database as DB ([[d1_databases]]).');
	if (!isAtCloudflare(database)) {
		const id = (await find(cloudflare, database.name)) ?? (await create(cloudflare, database.name));
		writeFileSync(configPath, withDatabaseId(readFileSync(configPath, 'utf8'), id));
		cloudflare.say(`The id of D1 database ${database.name} is now in wrangler.toml; commit it.`);
	}
	await need(cloudflare, ['d1', 'migrations', 'apply', 'DB', '--remote']);
	cloudflare.say('D1 migrations: applied.');
}

/** A deployment that stopped halfway may have created it. */
async function find(cloudflare: Cloudflare, name: string): Promise<string | undefined> {
	const databases = JSON.parse(await need(cloudflare, ['d1', 'list', '--json'])) as Listed[];
	return databases.find((database) => database.name === name)?.uuid;
}

async function create(cloudflare: Cloudflare, name: string): Promise<string> {
	await need(cloudflare, ['d1', 'create', name, '--update-config=false']);
	const id = await find(cloudflare, name);
	if (!id) throw new DeploymentStopped(`D1 database ${name} was created and is not listed. Run this again.`);
	cloudflare.say(`D1 database ${name}: created.`);
	return id;
}

/** The text of wrangler.toml with the id in place of the zeros. */
export function withDatabaseId(text: string, id: string): string {
	const zeros = /^(\s*database_id\s*=\s*")[0-]*(")/m;
	if (!zeros.test(text)) {
		throw new DeploymentStopped(`Write database_id = "${id}" under [[d1_databases]] in wrangler.toml.`);
	}
	return text.replace(zeros, `$1${id}$2`);
}
