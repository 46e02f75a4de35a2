/**
 * A PNG with a palette: what a browser draws of an interface has few colours, and takes a third of the room so.
 * @see https://www.w3.org/TR/png-3/
 */
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const signature = Buffer.from('89504e470d0a1a0a', 'hex');

/** @param png 8 bits a channel, RGB or RGBA without interlacing, as a browser's screenshot is; its transparency is lost */
export function withPalette(png: Buffer): Buffer {
	const parts = chunks(png);
	const header = parts.find(({ type }) => type === 'IHDR')?.data ?? Buffer.alloc(13);
	const [width, height, channels] = [header.readUInt32BE(0), header.readUInt32BE(4), header[9] === 6 ? 4 : 3];
	const data = Buffer.concat(parts.filter(({ type }) => type === 'IDAT').map(({ data }) => data));
	const rows = unfiltered(inflateSync(data), width * channels, height, channels);

	const counts = new Map<number, number>();
	const colorAt = (row: Buffer, x: number) => row.readUIntBE(x * channels, 3);
	for (const row of rows)
		for (let x = 0; x < width; x++) counts.set(colorAt(row, x), (counts.get(colorAt(row, x)) ?? 0) + 1);
	const palette = [...counts]
		.sort(([, a], [, b]) => b - a)
		.slice(0, 256)
		.map(([color]) => color);

	const nearest = new Map(palette.map((color, index) => [color, index]));
	const indexOf = (color: number): number => {
		let index = nearest.get(color);
		if (index === undefined) {
			const distances = palette.map((other) => distance(color, other));
			index = distances.indexOf(Math.min(...distances));
			nearest.set(color, index);
		}
		return index;
	};
	// Each row begins with its filter: none.
	const lines = rows.map((row) =>
		Buffer.from([0, ...Array.from({ length: width }, (_, x) => indexOf(colorAt(row, x)))]),
	);

	header[9] = 3;
	const colors = Buffer.alloc(palette.length * 3);
	palette.forEach((color, index) => void colors.writeUIntBE(color, index * 3, 3));
	return Buffer.concat([
		signature,
		chunk('IHDR', header),
		chunk('PLTE', colors),
		chunk('IDAT', deflateSync(Buffer.concat(lines), { level: 9 })),
		chunk('IEND', Buffer.alloc(0)),
	]);
}

function chunks(png: Buffer): { type: string; data: Buffer }[] {
	const found: { type: string; data: Buffer }[] = [];
	for (let at = signature.length; at < png.length; ) {
		const length = png.readUInt32BE(at);
		found.push({
			type: png.toString('latin1', at + 4, at + 8),
			data: png.subarray(at + 8, at + 8 + length),
		});
		at += length + 12;
	}
	return found;
}

function chunk(type: string, data: Buffer): Buffer {
	const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
	const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
	length.writeUInt32BE(data.length);
	sum.writeUInt32BE(crc32(body));
	return Buffer.concat([length, body, sum]);
}

/** Undoes what each row was predicted by: left, above, their mean, or Paeth's choice. */
function unfiltered(data: Buffer, length: number, height: number, channels: number): Buffer[] {
	const rows: Buffer[] = [];
	let above: Buffer = Buffer.alloc(length);
	for (let y = 0; y < height; y++) {
		const start = y * (length + 1);
		const row = data.subarray(start + 1, start + 1 + length);
		for (let x = 0; x < length; x++) {
			const left = row[x - channels] ?? 0;
			const up = above[x] ?? 0;
			const corner = above[x - channels] ?? 0;
			const predicted = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][data[start] ?? 0] ?? 0;
			row[x] = (row[x] ?? 0) + predicted;
		}
		rows.push(row);
		above = row;
	}
	return rows;
}

function paeth(left: number, up: number, corner: number): number {
	const guess = left + up - corner;
	const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
	return a <= b && a <= c ? left : b <= c ? up : corner;
}

function distance(one: number, other: number): number {
	const apart = (shift: number) => ((one >> shift) & 255) - ((other >> shift) & 255);
	return apart(16) ** 2 + apart(8) ** 2 + apart(0) ** 2;
}
