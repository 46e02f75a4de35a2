import { isLive } from '../ask.ts';
import { type Check, type Finding, notWell, type Settings, unknown, type World, well } from '../check.ts';

const name = 'origins';
const loopback = /^(localhost|127\.0\.0\.1|\[::1\]|.+\.localhost)$/;

/** The sites with the element: whether they answer, and do not redirect shoppers to a site that is not listed. */
export const origins: Check = async (settings, world) => {
	const listed = (settings.variables.ALLOWED_ORIGINS ?? '')
		.split(',')
		.map((entry) => URL.parse(entry.trim())?.origin)
		.filter((origin) => origin !== undefined);
	if (listed.length === 0) {
		const cure = 'List your sites in wrangler.toml, such as `https://shop.example`.';
		return [notWell(name, 'ALLOWED_ORIGINS lists no site.', cure)];
	}
	return Promise.all(listed.map((origin) => checkOrigin(origin, listed, settings, world)));
};

async function checkOrigin(
	origin: string,
	listed: string[],
	settings: Settings,
	world: World,
): Promise<Finding> {
	const { hostname, protocol } = new URL(origin);
	if (loopback.test(hostname)) {
		if (!isLive(settings)) return well(name, `${origin} is this machine.`);
		const cure =
			'Remove it from ALLOWED_ORIGINS: in production, no page on a laptop should reach the Worker.';
		return notWell(name, `${origin} is the shopper’s own machine.`, cure);
	}
	if (protocol !== 'https:' && isLive(settings)) {
		return notWell(name, `${origin} is not https.`, 'Serve the shop over https, and list that origin.');
	}
	let location: string | null;
	try {
		const init: RequestInit = { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(20_000) };
		location = (await world.fetch(`${origin}/`, init)).headers.get('location');
	} catch {
		return unknown(name, `${origin} could not be reached from here.`, 'Check the address.');
	}
	const target = location === null ? origin : (URL.parse(location, origin)?.origin ?? origin);
	if (listed.includes(target)) return well(name, `${origin} answers.`);
	return notWell(
		name,
		`${origin} redirects to ${target}, which is not listed.`,
		`Add ${target} to ALLOWED_ORIGINS.`,
	);
}
