/** Starts Workers in their own isolates: `?script=<name>&isolate=<id>`. An unknown id starts a new isolate. */
type Env = { LOADER: WorkerLoader; VARIABLES: string; COMPATIBILITY_DATE: string } & Record<
	`SCRIPT_${string}`,
	string
>;

export default {
	fetch(request: Request, env: Env): Promise<Response> {
		const { searchParams } = new URL(request.url);
		const name = searchParams.get('script');
		const worker = env.LOADER.get(`${name} ${searchParams.get('isolate')}`, () => ({
			compatibilityDate: env.COMPATIBILITY_DATE,
			mainModule: 'worker.js',
			modules: { 'worker.js': env[`SCRIPT_${name}`] ?? '' },
			env: JSON.parse(env.VARIABLES),
			globalOutbound: null,
		}));
		return worker.getEntrypoint().fetch(request);
	},
};
