import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';

/** The layers of the tests; `npm test` runs them all, `npx vitest run --project worker` one. */
export default defineConfig({
	test: {
		projects: [
			{
				plugins: [
					cloudflareTest(async () => ({
						main: './worker/index.ts',
						miniflare: {
							compatibilityDate: '2026-11-01',
							d1Databases: ['DB'],
							bindings: { MIGRATIONS: await readD1Migrations('./worker/store/migrations') },
						},
					})),
				],
				test: { name: 'worker', include: ['test/worker/**/*.test.ts'], testTimeout: 30_000 },
			},
			{
				test: {
					name: 'node',
					include: [
						'test/{sandbox,conformance,shop,scripts,package,bench,upgrade}/**/*.test.ts',
						'test/docs/*.test.ts',
					],
					testTimeout: 20_000,
				},
			},
			{
				test: {
					name: 'e2e',
					include: ['test/{e2e,docs/browser}/**/*.test.ts'],
					globalSetup: 'test/e2e/empty-store.ts',
					testTimeout: 60_000,
					hookTimeout: 120_000,
					// Each file has a stack of its own, and mostly waits: two at a time are no trouble for two cores.
					maxWorkers: 2,
				},
			},
		],
	},
});
