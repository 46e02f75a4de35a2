/**
 * Reads bodies within a bound. The bytes are counted as they come: `Content-Length` may be missing or lie.
 */
import { ApiError } from './errors.ts';

const mostBytes = 16 * 1024;

/** A request's JSON object. @throws ApiError `content_type_unsupported`, `body_too_large` or `body_not_json`. */
export async function readJsonObject(request: Request): Promise<Record<string, unknown>> {
	const type = request.headers.get('Content-Type') ?? '';
	if (!/^application\/json\s*(;|$)/i.test(type)) throw new ApiError('content_type_unsupported');
	const text = await readBounded(request.body, mostBytes);
	if (text === null) throw new ApiError('body_too_large');
	const value = parseJson(text);
	if (typeof value !== 'object' || value === null || Array.isArray(value))
		throw new ApiError('body_not_json');
	return value as Record<string, unknown>;
}

/** The text of a stream, or null where it is longer than `most` bytes; the rest is then not read. */
export async function readBounded(
	stream: ReadableStream<Uint8Array> | null,
	most: number,
): Promise<string | null> {
	if (!stream) return '';
	const reader = stream.getReader();
	const decoder = new TextDecoder();
	let length = 0;
	let text = '';
	for (;;) {
		const { done, value } = await reader.read();
		if (done) return text + decoder.decode();
		length += value.byteLength;
		if (length > most) {
			await reader.cancel();
			return null;
		}
		text += decoder.decode(value, { stream: true });
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
