/**
 * Reads bodies within a bound. Where the runtime knows the length of what comes, it reads the text itself, which takes
 * a fraction of the time; else, and behind a length that is too large, the bytes are counted as they come.
 */
import { ApiError } from './errors.ts';

const mostBytes = 16 * 1024;

/** How much of a body that is too large is still taken in, and thrown away. */
const mostDiscarded = 32 * 1024 * 1024;

const json = /^application\/json\s*(;|$)/i;

/**
 * What pages may send their JSON as. A browser asks beforehand whether it may send `application/json`, and plain text at
 * once: that saves the way there and back. The question protects nothing here, where each request's own origin is
 * checked and there are no cookies.
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
 * The text of a request's body, or null where it is longer than `most` bytes. The rest is then taken in and thrown
 * away, within a bound: whoever is still sending hears nothing but a broken connection if nobody listens.
 */
export const readBody = (request: Request, most: number): Promise<string | null> =>
	read(request, most, mostDiscarded);

/** The text of an answer, or null where it is longer than `most` bytes; the rest is then not read. */
export const readBounded = (response: Response, most: number): Promise<string | null> =>
	read(response, most, most);

async function read(message: Request | Response, most: number, mostTaken: number): Promise<string | null> {
	const { headers } = message;
	// Of what is compressed, it is not the length that comes.
	const told = headers.has('Content-Encoding') ? null : headers.get('Content-Length');
	if (told !== null && Number(told) <= most) {
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

/** Undefined where it is not JSON. */
export function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
