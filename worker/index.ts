export default { fetch: async (_r: Request, env: { DB: D1Database }) => Response.json(await env.DB.prepare('select 1 as a').first()) };
