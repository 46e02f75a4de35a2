import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Cloudflare, readyQueues } from '../../scripts/deploy/cloudflare.ts';
import { readyDatabase, withDatabaseId } from '../../scripts/deploy/database.ts';
import { keepEarlierVersions } from '../../scripts/deploy/earlier-versions.ts';
import { checkVariables, deployWithSecrets, secretsOf } from '../../scripts/deploy/settings.ts';
import { publishFiles, readIntegrity } from '../../scripts/publish-files.ts';

const id = '3f1c6ad2-0000-4000-8000-1234567890ab';
const zeros = '00000000-0000-0000-0000-000000000000';
const config = {
	name: 'plaid-stripe-connect',
	vars: {},
	database: { name: 'plaid-stripe-connect', id: zeros },
	queues: ['events', 'events-dead'],
};

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'deploy-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Ran = { status?: number; answer?: string; output?: string };
/** A Cloudflare account, as wrangler shows it: what is run is kept, what is answered is told. */
const account = (answers: (command: string) => Ran | undefined = () => undefined) => {
	const ran: { command: string; input?: string }[] = [];
	const said: string[] = [];
	const cloudflare: Cloudflare = {
		wrangler: async (args, input) => {
			const command = args.join(' ');
			ran.push({ command, ...(input === undefined ? {} : { input }) });
			const { status = 0, answer = '', output = answer } = answers(command) ?? {};
			return { status, answer, output };
		},
		say: (line) => said.push(line),
	};
	return { cloudflare, ran, said, commands: () => ran.map(({ command }) => command) };
};

describe('the database', () => {
	const configPath = () => {
		const path = join(folder, 'wrangler.toml');
		writeFileSync(path, `[[d1_databases]]\nbinding = "DB"\ndatabase_id = "${zeros}" # yours\n`);
		return path;
	};

	test('is made where there is none, and its id written; then the migrations are applied', async () => {
		let made = false;
		const { cloudflare, commands } = account((command) => {
			if (command.startsWith('d1 create plaid-stripe-connect')) made = true;
			if (command !== 'd1 list --json') return undefined;
			return { answer: JSON.stringify(made ? [{ name: 'plaid-stripe-connect', uuid: id }] : []) };
		});
		const path = configPath();
		await readyDatabase(cloudflare, config, path);
		expect(readFileSync(path, 'utf8')).toContain(`database_id = "${id}" # yours`);
		expect(commands()).toEqual([
			'd1 list --json',
			'd1 create plaid-stripe-connect --update-config=false',
			'd1 list --json',
			'd1 migrations apply DB --remote',
		]);
	});

	test('that a deployment which stopped has made is found', async () => {
		const { cloudflare, commands } = account(() => ({
			answer: JSON.stringify([{ name: 'plaid-stripe-connect', uuid: id }]),
		}));
		await readyDatabase(cloudflare, config, configPath());
		expect(commands().join()).not.toContain('create');
	});

	test('that is known is left as it is', async () => {
		const { cloudflare, commands } = account();
		await readyDatabase(cloudflare, { ...config, database: { name: 'mine', id } }, 'no file is touched');
		expect(commands()).toEqual(['d1 migrations apply DB --remote']);
	});

	test('without a login, what to do is told', async () => {
		const { cloudflare } = account(() => ({ status: 1, output: 'set a CLOUDFLARE_API_TOKEN' }));
		await expect(readyDatabase(cloudflare, config, configPath())).rejects.toThrow('npx wrangler login');
	});

	test('an id is written only in place of the zeros', () => {
		expect(() => withDatabaseId(`database_id = "${id}"`, id)).toThrow('wrangler.toml');
	});
});

describe('queues', () => {
	test('are made where they are missing', async () => {
		const { cloudflare, commands } = account((command) =>
			command === 'queues info events-dead'
				? { status: 1, output: 'Queue "events-dead" does not exist.' }
				: undefined,
		);
		await readyQueues(cloudflare, config.queues);
		expect(commands()).toEqual([
			'queues info events',
			'queues info events-dead',
			'queues create events-dead',
		]);
	});

	test('are not made where something else is wrong', async () => {
		const { cloudflare, commands } = account(() => ({ status: 1, output: 'Authentication error' }));
		await expect(readyQueues(cloudflare, config.queues)).rejects.toThrow('Authentication error');
		expect(commands().join()).not.toContain('create');
	});
});

describe('secrets', () => {
	test('are deployed as one version with the Worker, never by arguments or to the screen', async () => {
		let file = '';
		const { cloudflare, ran, said } = account((command) => {
			file = /^deploy --secrets-file (\S+)$/.exec(command)?.[1] ?? '';
			expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ PLAID_SECRET: 'very secret' });
			expect(statSync(file).mode & 0o777).toBe(0o600);
			return { answer: 'Deployed.' };
		});
		const secrets = secretsOf({ PLAID_SECRET: ' very secret ', CLIENT_NAME: 'My Shop', API_KEYS: '' });
		expect(await deployWithSecrets(cloudflare, secrets)).toBe('Deployed.');
		expect(ran).toEqual([{ command: `deploy --secrets-file ${file}` }]);
		expect(said).toEqual(['Secrets uploaded: PLAID_SECRET.']);
		expect(existsSync(file)).toBe(false);
	});

	test('leave no file behind if the deployment fails', async () => {
		let file = '';
		const { cloudflare } = account((command) => {
			file = command.split(' ').at(-1) ?? '';
			return { status: 1 };
		});
		await expect(deployWithSecrets(cloudflare, { PLAID_SECRET: 'x' })).rejects.toThrow('wrangler deploy');
		expect(existsSync(file)).toBe(false);
	});

	test('that are not here stay as they are at Cloudflare', async () => {
		const { cloudflare, commands } = account();
		await deployWithSecrets(cloudflare, {});
		expect(commands()).toEqual(['deploy']);
	});
});

describe('variables', () => {
	const vars = { PLAID_ENV: 'sandbox', ALLOWED_ORIGINS: 'https://shop.example', CLIENT_NAME: 'My Shop' };

	test('that would not start the Worker stop the deployment', async () => {
		await expect(checkVariables({ ...vars, ALLOWED_ORIGINS: '*' }, {})).rejects.toThrow('ALLOWED_ORIGINS');
		await expect(checkVariables(vars, { STRIPE_SECRET_KEY: 'sk_live_x' })).rejects.toThrow('different modes');
	});

	test('keys of another environment stop the deployment', async () => {
		await expect(checkVariables(vars, { PLAID_ENV: 'production' })).rejects.toThrow('npm run setup');
	});

	test('secrets that are not here, and variables that stay here, are told by name', async () => {
		const lines = await checkVariables(vars, {
			PLAID_SECRET: 'secret',
			PLAID_BASE_URL: 'http://localhost:1',
		});
		expect(lines[0]).toContain('PLAID_CLIENT_ID, API_KEYS, ENCRYPTION_KEYS');
		expect(lines[1]).toContain('PLAID_BASE_URL');
	});
});

describe('earlier versions of the script', () => {
	const build = (name: string, version: string, text: string): string => {
		const built = join(folder, name);
		mkdirSync(built, { recursive: true });
		writeFileSync(join(built, 'plaid-stripe-connect.js'), text);
		publishFiles(built, version);
		return built;
	};
	/** A deployment that serves a folder. */
	const serving =
		(served: string, change: (path: string) => string | undefined = () => undefined): typeof fetch =>
		async (input) => {
			const { pathname } = new URL(String(input));
			try {
				return new Response(change(pathname) ?? readFileSync(join(served, pathname)));
			} catch {
				return new Response(null, { status: 404 });
			}
		};
	const url = 'https://bank.shop.example';

	test('are taken along, each with its hashes', async () => {
		const old = build('old', '1.0.0', 'one');
		const fresh = build('fresh', '1.1.0', 'two');
		expect(await keepEarlierVersions(fresh, url, serving(old))).toEqual(['1.0.0']);
		expect(readFileSync(join(fresh, 'v1.0.0/plaid-stripe-connect.js'), 'utf8')).toBe('one');
		const { latest, versions } = readIntegrity(fresh);
		expect(latest).toBe('1.1.0');
		expect(versions['1.0.0']).toEqual(readIntegrity(old).versions['1.0.0']);
	});

	test('the same version again is no other', async () => {
		const old = build('old', '1.0.0', 'one');
		expect(await keepEarlierVersions(build('fresh', '1.0.0', 'one'), url, serving(old))).toEqual([]);
	});

	test('a version never gets other content', async () => {
		const old = build('old', '1.0.0', 'one');
		const fresh = build('fresh', '1.0.0', 'two');
		await expect(keepEarlierVersions(fresh, url, serving(old))).rejects.toThrow('npm version patch');
	});

	test('what does not have its hash is not taken along', async () => {
		const old = build('old', '1.0.0', 'one');
		const fresh = build('fresh', '1.1.0', 'two');
		const changed = serving(old, (path) => (path.startsWith('/v1.0.0/') ? 'evil' : undefined));
		await expect(keepEarlierVersions(fresh, url, changed)).rejects.toThrow('do not match');
	});

	test('a file outside the version’s folder is refused', async () => {
		const fresh = build('fresh', '1.1.0', 'two');
		const evil = JSON.stringify({
			latest: '1.0.0',
			versions: { '../..': { 'plaid-stripe-connect.js': 'x' } },
		});
		await expect(
			keepEarlierVersions(
				fresh,
				url,
				serving(folder, () => evil),
			),
		).rejects.toThrow('do not match');
	});

	test('there are none at a first deployment; an address that gives no answer is told', async () => {
		const fresh = build('fresh', '1.0.0', 'one');
		expect(await keepEarlierVersions(fresh, url, serving(join(folder, 'nothing')))).toEqual([]);
		const away: typeof fetch = async () => {
			throw new TypeError('fetch failed');
		};
		await expect(keepEarlierVersions(fresh, url, away)).rejects.toThrow('--forget-versions');
	});
});
