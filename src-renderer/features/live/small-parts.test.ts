import { describe, expect, test } from 'vitest';
import { toBytes } from '../../../src-shared/redis-value.ts';
import { viewPayload } from './payload-view.ts';
import { channelBytes, describePayload } from './publish-draft.ts';
import { rowText } from './row-text.ts';
import { SecondSeries, sumSparks } from './second-series.ts';
import { parseSubscription } from './subscription-name.ts';
import { rowsOf, segmentOf } from './test-support/segment-of.ts';
import { valueChange } from './value-change.ts';

describe('counts of the last minute', () => {
  test('give a rate over whole seconds, which falls when nothing comes', () => {
    const series = new SecondSeries(100_000);
    for (let second = 100; second < 110; second++) series.set(second, 40);
    series.set(110, 3);
    expect(series.rate(110_500)).toBe(40);
    expect(series.rate(112_500)).toBeCloseTo((3 * 40 + 3) / 5);
    expect(series.rate(130_000)).toBe(0);
  });

  test('of the first second are its count so far', () => {
    const series = new SecondSeries(100_000);
    series.set(100, 7);
    expect(series.rate(100_900)).toBe(7);
  });

  test('are unknown before the beginning and while the connection was lost', () => {
    const series = new SecondSeries(100_000);
    series.set(100, 5);
    series.addGap(102_500, 105_200);
    expect(series.spark(107_000).slice(-8)).toEqual([null, 5, 0, 0, null, null, 0, 0]);
    expect(
      sumSparks([
        [null, 1],
        [null, 2],
      ]).slice(0, 2),
    ).toEqual([null, 3]);
  });
});

describe('the change of a value', () => {
  test.each([
    ['1143.89', 1149, { difference: -5.11, places: 2 }],
    ['5.0', 5, { difference: 0, places: 1 }],
    ['7', 5, { difference: 2, places: 0, ratio: 0.4 }],
    ['1e-3', 0, { places: 3, ratio: null }],
  ])('%s after %s', (text, previous, expected) => {
    const change = valueChange(text, previous);
    expect(change).toMatchObject({ places: expected.places });
    if ('difference' in expected) expect(change?.difference).toBeCloseTo(expected.difference);
    if ('ratio' in expected) expect(change?.ratio).toBe(expected.ratio);
  });

  test('is not known of the first', () => {
    expect(valueChange('1', NaN)).toBeNull();
  });
});

describe('what is typed as a subscription', () => {
  test('is a pattern with glob characters, and bytes by their escapes', () => {
    expect(parseSubscription('news')).toEqual({ kind: 'channel', name: toBytes('news') });
    expect(parseSubscription('news:?')).toMatchObject({ kind: 'pattern' });
    expect(parseSubscription('\\xff*')).toEqual({ kind: 'pattern', name: Uint8Array.of(255, 42) });
    expect(parseSubscription('\\q')).toMatch(/backslash/);
    expect(parseSubscription('x'.repeat(5_000))).toMatch(/4,096/);
  });
});

describe('a row as text', () => {
  const textOf = (payload: string | Uint8Array) => {
    const [row] = rowsOf(segmentOf([{ channel: 'c', payload }]));
    if (row?.kind !== 'message') throw new Error('no row');
    return rowText(row);
  };

  test('has the fields of an object, numbers as written, hidden characters escaped', () => {
    const { fields } = textOf('{"a":1.50,"b":"x\\u202ey","c":[1, 2],"d":9007199254740993}');
    expect(fields?.map(({ name, text }) => [name, text])).toEqual([
      ['a', '1.50'],
      ['b', 'x\\u{202e}y'],
      ['c', '[1, 2]'],
      ['d', '9007199254740993'],
    ]);
  });

  test('is whole where it is no object', () => {
    expect(textOf('80/120')).toMatchObject({ fields: null, text: '80/120' });
    expect(textOf('')).toMatchObject({ text: '""' });
    expect(textOf(Uint8Array.of(0xff, 0))).toMatchObject({ text: '\\xff\\x00' });
  });

  test('is cut between characters', () => {
    expect(textOf('ä'.repeat(1_000)).text).toMatch(/^ä+…$/);
    const { fields } = textOf(JSON.stringify({ big: 'ü'.repeat(100_000) }));
    expect(fields?.[0]?.text.length).toBeLessThan(400);
  });
});

describe('a payload', () => {
  test('is shown as JSON, as text or as bytes', () => {
    expect(viewPayload(toBytes('{"a":1.0}'))).toMatchObject({ kind: 'json' });
    expect(viewPayload(toBytes('a\nb\u0000'))).toEqual({
      kind: 'text',
      text: 'a\nb\\x00',
      isCut: false,
    });
    expect(viewPayload(Uint8Array.of(0xc3))).toMatchObject({ kind: 'binary', text: '\\xc3' });
    expect(viewPayload(new Uint8Array(2_000_000))).toMatchObject({ isCut: true });
  });

  test('to send is described', () => {
    expect(describePayload('{"a":1}')).toEqual({ tone: 'ok', text: 'Valid JSON', sizeBytes: 7 });
    expect(describePayload('{"a":1')).toMatchObject({ tone: 'warn' });
    expect(describePayload('hällo')).toEqual({ tone: 'plain', text: 'Text', sizeBytes: 6 });
    expect(channelBytes('')).toBeNull();
    expect(channelBytes('\\x00')).toEqual(Uint8Array.of(0));
  });
});
