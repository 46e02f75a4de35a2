import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { spawn } from '@lydell/node-pty';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readDevVars } from '../../scripts/settings/dev-vars.ts';
import { restrictedKeyPage } from '../../scripts/setup/stripe.ts';
import { stripeEventTypes } from '../../worker/webhooks/stripe-event-types.ts';

const setup = join(import.meta.dirname, '../../scripts/setup.ts');
const clientId = '5f1c6ad2b3c4d5e6f7a8b9c0';
const plaidSecret = '0123456789abcdef0123456789abcd';
const stripeKey = 'rk_test_51NotARealKey';
const enter = '\r';
const down = '\x1b[B';

let folder: string;
let file: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'setup-'));
	file = join(folder, '.dev.vars');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/**
 * Runs setup in a terminal: waits for each text after the one before, and types what belongs to it.
 * Resolves with everything that the terminal showed, when setup has ended.
 */
function run(dialogue: [shown: string, typed: string][]): Promise<{ status: number; screen: string }> {
	return new Promise((resolve, reject) => {
		const terminal = spawn(process.execPath, [setup, '--vars', file], {
			// Whatever the tests run in: in a dumb terminal no line can be edited.
			name: 'xterm-256color',
			cols: 110,
			rows: 60,
			cwd: folder,
		});
		const left = [...dialogue];
		let screen = '';
		let read = 0;
		const next = () => {
			const [shown, typed] = left[0] ?? [];
			if (shown === undefined || typed === undefined) return;
			const at = stripVTControlCharacters(screen).indexOf(shown, read);
			if (at < 0) return;
			read = at + shown.length;
			left.shift();
			// The answer and Enter are two presses, as at a keyboard.
			for (const press of typed.split(/(?=\r)/)) terminal.write(press);
		};
		const patience = setTimeout(() => {
			terminal.kill();
			reject(new Error(`Setup did not show “${left[0]?.[0]}”:\n${stripVTControlCharacters(screen)}`));
		}, 20_000);
		terminal.onData((text) => {
			screen += text;
			next();
		});
		terminal.onExit(({ exitCode }) => {
			clearTimeout(patience);
			resolve({ status: exitCode, screen: stripVTControlCharacters(screen) });
		});
	});
}

const wholeDialogue: [string, string][] = [
	['Which of Plaid’s environments?', enter],
	['Plaid’s client id', clientId + enter],
	['Plaid’s secret, sandbox', plaidSecret + enter],
	['Is the Worker to take payments at Stripe?', enter],
	['◆  Stripe’s key', stripeKey + enter],
	['The signing secret', enter],
];

describe('setup, in a terminal', { timeout: 30_000 }, () => {
	test('writes what it was told and what it made, for its owner alone', async () => {
		const { status } = await run(wholeDialogue);
		expect(status).toBe(0);
		expect(readDevVars(file)).toEqual({
			PLAID_ENV: 'sandbox',
			PLAID_CLIENT_ID: clientId,
			PLAID_SECRET: plaidSecret,
			STRIPE_SECRET_KEY: stripeKey,
			API_KEYS: expect.stringMatching(/^psc_[\w-]{43}$/),
			ENCRYPTION_KEYS: expect.stringMatching(/^k1:[A-Za-z0-9+/]{43}=$/),
			EVENTS_SECRET: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/),
		});
		expect(statSync(file).mode & 0o777).toBe(0o600);
	});

	test('tells where each thing is found, and shows no secret', async () => {
		const { screen } = await run(wholeDialogue);
		const joined = screen.replaceAll(/[\s│]+/g, '');
		for (const address of [
			'https://dashboard.plaid.com/developers/keys',
			'https://dashboard.plaid.com/developers/integrations',
			'https://dashboard.stripe.com/settings/payment_methods',
			'plaid-referral@stripe.com',
			'https://dashboard.stripe.com/webhooks',
			...stripeEventTypes,
		]) {
			expect(joined).toContain(address);
		}
		expect(screen, 'in one piece, to be clicked').toContain(`\n${restrictedKeyPage(false)}\r\n`);
		const { PLAID_CLIENT_ID: _shown, PLAID_ENV: _known, ...secrets } = readDevVars(file);
		for (const secret of Object.values(secrets)) expect(screen).not.toContain(secret);
	});

	test('names the commands that go on, with the file that was written', async () => {
		const { screen } = await run(wholeDialogue);
		const joined = screen.replaceAll(/\s+/g, ' ');
		for (const command of [
			'npm run doctor -- --vars',
			'npm run demo -- --keys --vars',
			'npm run deploy -- --vars',
		])
			expect(joined).toContain(`${command} ${file} `);
	});

	test('refuses what has another form, and says what it is', async () => {
		const { screen } = await run([
			['Which of Plaid’s environments?', enter],
			['Plaid’s client id', `${clientId}${enter}`],
			['Plaid’s secret, sandbox', clientId + enter],
			['That is the client id', `\x15${plaidSecret}${enter}`],
			['Is the Worker to take payments at Stripe?', enter],
			['◆  Stripe’s key', `sk_live_123${enter}`],
			['That is a key of live mode', `\x15pk_test_123${enter}`],
			['That is a publishable key', `\x15${stripeKey}${enter}`],
			['The signing secret', enter],
		]);
		expect(screen).toContain('is written');
		expect(readDevVars(file)).toMatchObject({ PLAID_SECRET: plaidSecret, STRIPE_SECRET_KEY: stripeKey });
	});

	test('run again, keeps every secret for an empty answer, and what it does not know', async () => {
		writeFileSync(file, '# my own notes\nCLIENT_NAME="My Shop" # for the demo\n');
		await run(wholeDialogue);
		const before = readFileSync(file, 'utf8');
		const { status } = await run([
			['Which of Plaid’s environments?', enter],
			['Plaid’s client id', enter],
			['Plaid’s secret, sandbox', enter],
			['Is the Worker to take payments at Stripe?', enter],
			['◆  Stripe’s key', enter],
			['The signing secret', enter],
		]);
		expect(status).toBe(0);
		expect(readFileSync(file, 'utf8')).toBe(before);
		expect(before).toContain('# my own notes\nCLIENT_NAME="My Shop" # for the demo\n');
	});

	test('keeps no secret of another environment', async () => {
		await run(wholeDialogue);
		await run([
			['Which of Plaid’s environments?', down + enter],
			['Plaid’s client id', enter],
			['Plaid’s secret, production', enter],
			['A secret has 30 digits', `${plaidSecret.replaceAll('0', 'f')}${enter}`],
			['Is the Worker to take payments at Stripe?', enter],
			['◆  Stripe’s key', `rk_live_new${enter}`],
			['The signing secret', enter],
		]);
		expect(readDevVars(file)).toMatchObject({
			PLAID_ENV: 'production',
			PLAID_CLIENT_ID: clientId,
			STRIPE_SECRET_KEY: 'rk_live_new',
		});
	});

	test('takes away the Stripe key of another environment', async () => {
		await run(wholeDialogue);
		await run([
			['Which of Plaid’s environments?', down + enter],
			['Plaid’s client id', enter],
			['Plaid’s secret, production', plaidSecret + enter],
			['Is the Worker to take payments at Stripe?', down + enter],
		]);
		expect(readDevVars(file)).not.toHaveProperty('STRIPE_SECRET_KEY');
	});

	test.each([0, 2, 4])('cancelled after %d answers, leaves the file as it was', async (answers) => {
		const text = 'PLAID_SECRET=old\n';
		writeFileSync(file, text);
		const [shown] = wholeDialogue[answers] ?? [''];
		const { status, screen } = await run([...wholeDialogue.slice(0, answers), [shown, '\x03']]);
		expect(status).toBe(1);
		expect(screen).toContain('is as it was');
		expect(readFileSync(file, 'utf8')).toBe(text);
	});
});

test('without a terminal, setup says so and writes nothing', () => {
	const run = () => execFileSync(process.execPath, [setup, '--vars', file], { stdio: 'pipe', input: '' });
	expect(run).toThrow('run it in a terminal');
	expect(existsSync(file)).toBe(false);
});
