import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fromBinaryString, toBinaryString } from '../../../../src-shared/redis-value.ts';
import { Signature } from './signature.ts';

function signatureOf(bytes: Uint8Array): Signature {
  const signature = new Signature();
  signature.read(bytes, 0, bytes.length);
  return signature;
}

const upper = (bytes: Uint8Array): Uint8Array =>
  fromBinaryString(toBinaryString(bytes).replaceAll(/[a-z]/gu, (letter) => letter.toUpperCase()));

it('of a part is in that of the whole, whatever the bytes, the length and the case', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    fc.uint8Array({ minLength: 500, maxLength: 530 }),
  );
  fc.assert(
    fc.property(bytes, fc.nat(600), fc.integer({ min: 1, max: 12 }), (whole, from, length) => {
      const part = whole.slice(from % (whole.length + 1)).slice(0, length);
      const all = signatureOf(whole);
      for (const { letters, pairs } of [signatureOf(part), signatureOf(upper(part))]) {
        expect(letters & ~all.letters).toBe(0);
        expect(pairs & ~all.pairs).toBe(0);
      }
    }),
    { numRuns: 1_000 },
  );
});

it('tells names apart that lack a letter, or have none of two beside each other', () => {
  const { letters, pairs } = signatureOf(fromBinaryString('user:42'));
  expect(signatureOf(fromBinaryString('x')).letters & ~letters).not.toBe(0);
  expect(signatureOf(fromBinaryString('su')).pairs & ~pairs).not.toBe(0);
});
