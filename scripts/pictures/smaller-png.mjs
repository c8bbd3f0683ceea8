import { crc32, deflateSync, inflateSync } from 'node:zlib';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const trueColour = 2;
const pixelBytes = 3;

/**
 * The same picture in fewer bytes: a browser writes its screenshots for speed. An interface is made of repetitions, which
 * compress best as they are, without PNG's filters.
 */
export function smallerPng(png) {
  const { header, data } = readChunks(png);
  const [depth, colour, , , interlaced] = header.subarray(8);
  // As Chromium writes opaque pictures; anything else is left alone.
  if (depth !== 8 || colour !== trueColour || interlaced !== 0) return png;
  const rows = unfilter(inflateSync(data), header.readUInt32BE(0) * pixelBytes);
  const packed = deflateSync(Buffer.concat(rows), { level: 9, memLevel: 9 });
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', packed),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function readChunks(png) {
  let header = null;
  const parts = [];
  for (let at = signature.length; at < png.length;) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    const body = png.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR') header = body;
    if (type === 'IDAT') parts.push(body);
    at += length + 12;
  }
  return { header, data: Buffer.concat(parts) };
}

export function chunk(type, body) {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(body.length, 0);
  named.copy(framed, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}

/** What a filter took off a byte: `left`, `above` and `corner` are the same channel of the pixels around. */
export function predicted(filter, left, above, corner) {
  if (filter === 0) return 0;
  if (filter === 1) return left;
  if (filter === 2) return above;
  if (filter === 3) return (left + above) >> 1;
  const toLeft = Math.abs(above - corner);
  const toAbove = Math.abs(left - corner);
  const toCorner = Math.abs(left + above - 2 * corner);
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}

/** The rows as they are, each after a byte that says so. */
export function unfilter(bytes, stride) {
  const rows = [];
  let before = Buffer.alloc(stride + 1);
  for (let at = 0; at < bytes.length; at += stride + 1) {
    const row = Buffer.alloc(stride + 1);
    for (let i = 1; i <= stride; i++) {
      const hasLeft = i > pixelBytes;
      const left = hasLeft ? row[i - pixelBytes] : 0;
      const corner = hasLeft ? before[i - pixelBytes] : 0;
      row[i] = bytes[at + i] + predicted(bytes[at], left, before[i], corner);
    }
    rows.push(row);
    before = row;
  }
  return rows;
}
