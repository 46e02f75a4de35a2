import type { Context } from 'hono';
import type { AppEnv } from '../app-env.ts';
import type { ErrorCode } from '../contract.ts';
import { misconfigurations } from './schema.ts';

/** Notes for `/health` what the merchant has to mend. Failing to note it must not hide the failure itself. */
export async function rememberMisconfiguration(c: Context<AppEnv>, code: ErrorCode): Promise<void> {
	const seenAt = c.get('now')();
	try {
		await c
			.get('database')
			.run((orm) =>
				orm
					.insert(misconfigurations)
					.values({ code, seenAt })
					.onConflictDoUpdate({ target: misconfigurations.code, set: { seenAt } }),
			);
	} catch {
		// The log line of this request tells it all the same.
	}
}
