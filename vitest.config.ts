import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';

/** The projects of the tests. `npm test` runs all, `npx vitest run --project worker` one. */
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
					// Each file has its own stack and mostly waits, so two cores can run two at a time.
					maxWorkers: 2,
				},
			},
		],
	},
});
