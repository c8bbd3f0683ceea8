import { gzipSync, zlibSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { toBinaryString, toBytes } from '../../../../src-shared/redis-value.ts';
import { decodeValue } from './decode-value.ts';
import { fromHex, outlineOf } from './testing/outline.ts';
import { samples } from './testing/samples.ts';

const base64 = (bytes: Uint8Array): Uint8Array => toBytes(btoa(toBinaryString(bytes)));
const pickle = fromHex(samples.pickle4);
const celeryBody =
  '[[3000], {}, {"callbacks": null, "errbacks": null, "chain": null, "chord": null}]';

function chainOf(bytes: Uint8Array): string {
  const outcome = decodeValue(bytes);
  return outcome.status === 'unknown' ? 'unknown' : outcome.chain.join(' > ');
}

describe('what applications keep is recognised', () => {
  it.each([
    ['a Celery body', base64(toBytes(celeryBody)), 'base64 > JSON'],
    ['a compressed Celery body', base64(zlibSync(toBytes(celeryBody))), 'base64 > zlib > JSON'],
    ['a Celery body of pickle', base64(pickle), 'base64 > pickle'],
    ['data of an RQ job', zlibSync(pickle), 'zlib > pickle'],
    ['meta of an RQ job', pickle, 'pickle'],
    [
      'a session of connect-redis',
      toBytes('{"cookie":{"originalMaxAge":null,"path":"/"}}'),
      'JSON',
    ],
    ['a session of Flask', fromHex('81aa5f7065726d616e656e74c3'), 'MessagePack'],
    ['a session of Django', pickle, 'pickle'],
    ['a session of PHP', toBytes('user|i:5;name|s:1:"x";'), 'PHP'],
    ['a session of Spring', fromHex(samples.javaLong), 'Java'],
    ['a cache of django-redis', zlibSync(toBytes('{"a": 1}')), 'zlib > JSON'],
    ['a cache of Flask', fromHex(`21${samples.pickle4}`), 'cachelib > pickle'],
    ['a cache of keyv', toBytes('{"value":{"id":1},"expires":1795445159607}'), 'JSON'],
    ['a cache-aside of gzip', gzipSync(toBytes('{"a":1}')), 'gzip > JSON'],
    ['a cache-aside of base64(zlib)', base64(zlibSync(toBytes('{"a":1}'))), 'base64 > zlib > JSON'],
    ['a count', toBytes('12'), 'unknown'],
    ['a request of limits', toBytes('1.7954451596072974e+9'), 'unknown'],
    ['a null marker', toBytes('__NULL__'), 'unknown'],
    ['a token of a lock', toBytes('0190163d-8694-739b-aea5-966c26f8ad91'), 'UUID'],
  ])('%s', (_what, bytes, chain) => {
    expect(chainOf(bytes)).toBe(chain);
  });
});

describe('bombs', () => {
  const filled = (start: string, step: string, count: number, zeros = 0): Uint8Array => {
    const head = fromHex(start);
    const part = fromHex(step);
    const bytes = new Uint8Array(head.byteLength + count * part.byteLength + zeros);
    bytes.set(head);
    for (let at = 0; at < count; at++) bytes.set(part, head.byteLength + at * part.byteLength);
    return bytes;
  };

  it.each([
    // One literal, and a run of it whose length takes 70,000 bytes of 255.
    ['lz4', filled('04224d18407000751101001f000100', 'ff', 70_000, 1)],
    // 20,000,000 bytes are announced, and copied 64 at a time.
    ['snappy (raw)', filled('80dac4090000', 'fe0100', 312_500)],
  ] as const)('of %s stop at the limit', (name, bytes) => {
    expect(decodeValue(bytes, { chain: [name] })).toMatchObject({
      status: 'failed',
      reason: expect.stringContaining('16777216 bytes'),
    });
  });

  it('inside each other stop at the number of formats', () => {
    let bytes = toBytes('[1]');
    for (let at = 0; at < 9; at++) bytes = gzipSync(bytes);
    expect(decodeValue(bytes)).toMatchObject({
      status: 'failed',
      reason: 'more than 8 formats inside each other',
    });
  });

  it('inside each other stop at the limit of one step', () => {
    const inner = gzipSync(new Uint8Array(17_000_000), { level: 1 });
    expect(decodeValue(base64(zlibSync(gzipSync(inner))))).toMatchObject({
      status: 'failed',
      chain: ['base64', 'zlib', 'gzip', 'gzip'],
    });
  });

  it.each([
    ['MessagePack', 'ddffffffff'],
    ['MessagePack', 'c6ffffffff00'],
    ['CBOR', '9bffffffffffffffff'],
    ['CBOR', '5b7fffffffffffffff00'],
    ['BSON', 'ffffff7f0261007fffffff'],
    ['PHP', '613a393939393939393939393a7b'],
    ['pickle', '80048effffffffffffffff2e'],
    ['Java', 'aced00057cffffffffffffffff'],
    ['protobuf', '0affffffffffffffff7f'],
  ] as const)('a length of %s that is not there is refused: %s', (name, hex) => {
    const outcome = decodeValue(fromHex(hex), { chain: [name] });
    expect(outcome.status).toBe('failed');
    expect(outlineOf(outcome)).not.toContain('RangeError');
  });
});
