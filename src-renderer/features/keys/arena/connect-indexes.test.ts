import { afterEach, describe, expect, it } from 'vitest';
import { toBytes } from '../../../../src-shared/redis-value.ts';
import { localIndexes } from '../testing/local-indexes.ts';
import { IndexClosed, unlessClosed } from './connect-indexes.ts';

const indexes = localIndexes();
const options = { separators: [toBytes(':')], type: null, match: null };
afterEach(() => indexes.dispose());

describe('an index at the other end of a port', () => {
  it('takes pages over without a copy, but only what is whole', async () => {
    const index = indexes.open(options);
    const names = toBytes('abc').slice();
    const ends = Uint32Array.of(1, 3);
    expect(await index.addPage(names, ends)).toEqual({ keys: 2, isFull: false });
    expect([names.byteLength, ends.byteLength]).toEqual([0, 0]);

    const page = toBytes('--de--').slice();
    expect((await index.addPage(page.subarray(2, 4), Uint32Array.of(2))).keys).toBe(3);
    expect(page.byteLength).toBe(6);
    expect(await index.names([0, 1, 2])).toEqual([toBytes('a'), toBytes('bc'), toBytes('de')]);

    const other = indexes.open(options);
    expect((await other.addPage(toBytes('x').slice(), Uint32Array.of(1))).keys).toBe(1);
    other.close();
    expect(await unlessClosed(other.names([0]))).toBeNull();
    await expect(other.names([0])).rejects.toThrow(IndexClosed);
    expect(await index.names([0])).toEqual([toBytes('a')]);
  });
});
