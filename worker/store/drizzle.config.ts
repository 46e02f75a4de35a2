import { defineConfig } from 'drizzle-kit';

// biome-ignore lint/style/noDefaultExport: drizzle-kit reads its configuration so.
export default defineConfig({
	dialect: 'sqlite',
	driver: 'd1-http',
	schema: './worker/store/schema.ts',
	out: './worker/store/migrations',
});
