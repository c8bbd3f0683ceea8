import { describe, expect, it } from 'vitest';
import { connectionId } from '../../../../src-shared/contract/define.ts';
import { toBytes } from '../../../../src-shared/redis-value.ts';
import { ok } from '../../../../src-shared/result.ts';
import { createFakeClient, type FakeAnswers } from '../../../client/fake-client.ts';
import { type Content, MOST_ELEMENTS, type Read, readContent } from './read-content.ts';

async function read(type: string, answers: FakeAnswers): Promise<Read> {
  const place = {
    client: createFakeClient(answers),
    connection: connectionId.parse('c1'),
    key: toBytes('k'),
    signal: new AbortController().signal,
  };
  const result = await readContent(place, type);
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

const linesOf = (content: Content | null): readonly string[] =>
  content?.kind === 'named' || content?.kind === 'ordered'
    ? content.entries.map(({ pieces }) => pieces.map(({ text, hidden }) => hidden ?? text).join(''))
    : [];

describe('for a comparison', () => {
  it('a hash is read to its end, in the order of its fields, each once, secrets hidden', async () => {
    const field = (name: string, value: string, total?: number) => ({
      field: toBytes(name),
      value: toBytes(value),
      ttlMs: null,
      ...(total === undefined ? {} : { total }),
    });
    const pages = {
      '0': { fields: [field('b', '2'), field('a\n', '1')], next: '7' },
      '7': {
        fields: [field('b', '2'), field('password', 'x'), field('c', 'long', 99_000)],
        next: null,
      },
    } as const;
    const { content, note } = await read('hash', {
      'values.hash': ({ position }) =>
        ok({
          ...(position === '0' ? pages['0'] : pages['7']),
          fields: [...(position === '0' ? pages['0'] : pages['7']).fields],
          total: 4,
        }),
    });
    expect(linesOf(content)).toEqual([
      String.raw`a\n: 1`,
      'b: 2',
      expect.stringMatching(/^c: long … 9\d(\.\d)? KB in all$/),
      'password: (hidden, 1 byte)',
    ]);
    expect(note).toBe('Compared: of 1 long ones the beginning and the length');
  });

  it('of a list the first are read, and that is said; of a set as large nothing', async () => {
    let calls = 0;
    const list = await read('list', {
      'values.list': ({ count }) => {
        calls += 1;
        return ok({
          elements: Array.from({ length: count }, () => toBytes('x')),
          total: 1_000_000,
        });
      },
    });
    expect(linesOf(list.content)).toHaveLength(MOST_ELEMENTS);
    expect(calls).toBe(20);
    expect(list.note).toBe('Compared: the first 10,000 of 1,000,000 elements');
    calls = 0;
    const set = await read('set', {
      'values.set': () => {
        calls += 1;
        return ok({ members: [toBytes('x')], next: '1', total: 1_000_000 });
      },
    });
    expect(set).toMatchObject({
      content: null,
      note: expect.stringContaining('1,000,000 members'),
    });
    expect(calls).toBe(1);
  });

  it('a stream goes on behind the last entry, a sorted set keeps its scores as written', async () => {
    const stream = await read('stream', {
      'values.stream': ({ past }) => {
        const id = past === null ? '1-0' : '2-0';
        const fields = [{ field: toBytes('f'), value: toBytes(id) }];
        return ok({ entries: [{ id, fields }], total: 2, groups: null });
      },
    });
    expect(linesOf(stream.content)).toEqual(['1-0  f: 1-0', '2-0  f: 2-0']);
    const zset = await read('zset', {
      'values.zset': () =>
        ok({ members: [{ member: toBytes('m'), score: '9007199254740993' }], total: 1 }),
    });
    expect(linesOf(zset.content)).toEqual(['m  9007199254740993']);
  });

  it('a time series goes back from its newest sample, its facts before them', async () => {
    const at = (from: number, count: number) =>
      Array.from({ length: count }, (_, i) => ({ atMs: String(from + i), value: '1.10' }));
    const asked: string[] = [];
    const { content, note } = await read('TSDB-TYPE', {
      'series.info': () =>
        ok({
          totalSamples: '20000',
          memoryBytes: '1',
          firstAtMs: '1',
          lastAtMs: '20000',
          retentionMs: '0',
          chunkCount: '1',
          chunkBytes: '1',
          chunkType: 'compressed',
          duplicatePolicy: null,
          labels: [{ name: toBytes('shop'), value: toBytes('a\n') }],
          sourceKey: null,
          rules: [],
        }),
      'series.range': ({ to, points }) => {
        asked.push(to);
        return ok({ samples: at(Number(to) - points + 1, points), bucketMs: null, cut: true });
      },
    });
    const lines = linesOf(content);
    expect(lines.slice(0, 4)).toEqual([
      'retention: 0 ms',
      'duplicates: as the server says',
      String.raw`label shop: a\n`,
      '20000  1.10',
    ]);
    expect(asked).toEqual(['20000', '18000', '16000', '14000', '12000']);
    expect(note).toBe('Compared: the first 10,000 of 20,000 samples, the newest first');
  });

  it('of a long string the beginning is read, no character cut in two', async () => {
    const text = toBytes('é'.repeat(100_000));
    const { content, note } = await read('string', {
      'values.string': ({ offset }) =>
        ok({
          bytes: text.subarray(0, offset === 0 ? 262_143 - 62_143 : 200_001),
          total: 50_000_000,
        }),
    });
    if (content?.kind !== 'bytes') throw new Error('no bytes');
    expect(content.bytes.byteLength).toBeGreaterThan(1_048_576);
    expect(note).toMatch(/^Compared: the first .* of /);
  });
});
