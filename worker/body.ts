/**
 * Reads bodies within a bound. The bytes are counted as they come: `Content-Length` may be missing or lie.
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
	const text = await readBody(request.body, mostBytes);
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
export const readBody = (stream: ReadableStream<Uint8Array> | null, most: number): Promise<string | null> =>
	read(stream, most, mostDiscarded);

/** The text of an answer, or null where it is longer than `most` bytes; the rest is then not read. */
export const readBounded = (
	stream: ReadableStream<Uint8Array> | null,
	most: number,
): Promise<string | null> => read(stream, most, most);

async function read(
	stream: ReadableStream<Uint8Array> | null,
	most: number,
	mostTaken: number,
): Promise<string | null> {
	if (!stream) return '';
	const reader = stream.getReader();
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
