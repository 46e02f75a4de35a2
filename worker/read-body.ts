/**
 * Reads bodies up to a bound. If the headers say the length and it is within the bound, the runtime reads the text, which
 * is much faster. Otherwise the bytes are counted as they arrive.
 */
import { ApiError } from './errors.ts';

const mostBytes = 16 * 1024;

/** How much of a body that is too large is still read and discarded. */
const mostDiscarded = 32 * 1024 * 1024;

const json = /^application\/json\s*(;|$)/i;

/**
 * The content types that pages may send JSON as. A browser sends `application/json` only after a preflight, and plain text
 * at once, which saves a round trip. The preflight would protect nothing here: the origin of each request is checked, and
 * there are no cookies.
 * @see https://fetch.spec.whatwg.org/#cors-safelisted-request-header
 */
export const fromPages = /^(application\/json|text\/plain)\s*(;|$)/i;

/** A request's JSON object. @throws ApiError `content_type_unsupported`, `body_too_large` or `body_not_json`. */
export async function readJsonObject(request: Request, types = json): Promise<Record<string, unknown>> {
	const type = request.headers.get('Content-Type') ?? '';
	if (!types.test(type)) throw new ApiError('content_type_unsupported');
	const text = await readBody(request, mostBytes);
	if (text === null) throw new ApiError('body_too_large');
	const value = parseJson(text);
	if (typeof value !== 'object' || value === null || Array.isArray(value))
		throw new ApiError('body_not_json');
	return value as Record<string, unknown>;
}

/**
 * The text of a request's body, or null if it is longer than `most` bytes. The rest is then read and discarded, up to a
 * bound: a client that is still sending would otherwise see a broken connection instead of the answer.
 */
export const readBody = (request: Request, most: number): Promise<string | null> =>
	read(request, most, mostDiscarded);

/** The text of an answer, or null if it is longer than `most` bytes. The rest is not read. */
export const readBounded = (response: Response, most: number): Promise<string | null> =>
	read(response, most, most);

async function read(message: Request | Response, most: number, mostTaken: number): Promise<string | null> {
	const { headers } = message;
	// The length of a compressed body is not the length of its text.
	const announced = headers.has('Content-Encoding') ? null : headers.get('Content-Length');
	if (announced !== null && Number(announced) <= most) {
		const text = await message.text();
		return text.length > most ? null : text;
	}
	if (!message.body) return '';
	const reader = message.body.getReader();
	const decoder = new TextDecoder();
	let length = 0;
	let text: string | null = '';
	for (;;) {
		const { done, value } = await reader.read();
		if (done) return text === null ? null : text + decoder.decode();
		length += value.byteLength;
		if (length > most) text = null;
		if (length > mostTaken) {
			await reader.cancel();
			return null;
		}
		if (text !== null) text += decoder.decode(value, { stream: true });
	}
}

/** The parsed value, or undefined if the text is not JSON. */
export function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
