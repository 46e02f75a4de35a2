/**
 * Finds an endpoint by method and path.
 *
 * Plaid and Stripe are built alike: each file of `endpoints/` holds one resource and exports its endpoints,
 * named as the API's official client names them; `endpoint-table.ts` lists the method and path of each.
 */
export type Method = 'GET' | 'POST' | 'DELETE';

/** Endpoints by method and path. A segment such as `:id` matches any one segment. */
export type EndpointTable<Endpoint> = Readonly<Record<`${Method} /${string}`, Endpoint>>;

export type Match<Endpoint> = { endpoint: Endpoint; pathParameters: Record<string, string> };

/** Returns a function that finds the first endpoint of the table for a method and path, or `null`. */
export function createRouter<Endpoint>(
	table: EndpointTable<Endpoint>,
): (method: string, path: string) => Match<Endpoint> | null {
	const routes = Object.entries(table).map(([key, endpoint]) => {
		const [method, pattern = ''] = key.split(' ');
		return { method, pattern, endpoint };
	});
	return (method, path) => {
		for (const route of routes) {
			const pathParameters = route.method === method ? matchPath(route.pattern, path) : null;
			if (pathParameters) return { endpoint: route.endpoint, pathParameters };
		}
		return null;
	};
}

/** Compares segment by segment. Returns the values of the pattern's `:names`, or `null` if it does not match. */
export function matchPath(pattern: string, path: string): Record<string, string> | null {
	const expected = pattern.split('/');
	const segments = path.split('/');
	if (expected.length !== segments.length) return null;
	const parameters: Record<string, string> = {};
	for (const [index, segment] of segments.entries()) {
		const name = expected[index] ?? '';
		if (name.startsWith(':')) parameters[name.slice(1)] = decode(segment);
		else if (name !== segment) return null;
	}
	return parameters;
}

/** A segment with a broken escape is returned as it is: no id looks like it. */
function decode(segment: string): string {
	try {
		return decodeURIComponent(segment);
	} catch {
		return segment;
	}
}
