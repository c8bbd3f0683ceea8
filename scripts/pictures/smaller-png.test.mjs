import { deflateSync, inflateSync } from 'node:zlib';
import { assert, integer, property, uint8Array } from 'fast-check';
import { expect, it } from 'vitest';
import { chunk, predicted, smallerPng, unfilter } from './smaller-png.mjs';

const width = 5;
const height = 10;
const stride = width * 3;

/** A PNG whose rows take all filters in turn. */
function pngOf(pixels, { colour = 2 } = {}) {
  const header = Buffer.from([0, 0, 0, width, 0, 0, 0, height, 8, colour, 0, 0, 0]);
  const at = (x, y) => (x < 0 || y < 0 ? 0 : pixels[y * stride + x]);
  const rows = Array.from({ length: height }, (_row, y) => [
    y % 5,
    ...Array.from({ length: stride }, (_byte, x) => {
      const [left, above, corner] = [at(x - 3, y), at(x, y - 1), x < 3 ? 0 : at(x - 3, y - 1)];
      return at(x, y) - predicted(y % 5, left, above, corner);
    }),
  ]);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.from(rows.flat()))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function pixelsOf(png) {
  const start = png.indexOf('IDAT') + 4;
  const data = png.subarray(start, start + png.readUInt32BE(start - 8));
  return Buffer.concat(unfilter(inflateSync(data), stride).map((row) => row.subarray(1)));
}

it('keeps every pixel, whichever filters the rows had', () => {
  const size = stride * height;
  assert(
    property(uint8Array({ minLength: size, maxLength: size }), (pixels) => {
      const small = smallerPng(pngOf(pixels));
      expect(pixelsOf(small)).toEqual(Buffer.from(pixels));
      // No filter is left: the first byte of each row is 0.
      const bytes = inflateSync(small.subarray(small.indexOf('IDAT') + 4));
      expect(bytes.filter((_, i) => i % (stride + 1) === 0)).toEqual(Buffer.alloc(height));
    }),
  );
});

it('leaves other kinds of PNG alone', () => {
  assert(
    property(integer({ min: 3, max: 6 }), (colour) => {
      const png = pngOf(new Uint8Array(stride * height), { colour });
      expect(smallerPng(png)).toBe(png);
    }),
  );
});
