import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toBytes } from '../../../src-shared/redis-value.ts';
import { FieldStats } from './field-stats.ts';
import { JsonFields } from './json-fields.ts';
import { Series, SeriesBook } from './series-book.ts';
import { ValueHistory } from './value-history.ts';

const fields = new JsonFields();

function learn(...payloads: readonly object[]): FieldStats {
  const stats = new FieldStats();
  for (const payload of payloads) {
    const bytes = toBytes(JSON.stringify(payload));
    if (fields.scan(bytes, 0, bytes.byteLength)) stats.add(fields, bytes);
  }
  return stats;
}

describe('which fields are worth following', () => {
  test('are product_id and price where they are', () => {
    const { choice } = learn({ task_id: 'a-1', product_id: 'x', price: 1, status: 'ok' });
    expect(choice.pair).toEqual({ id: 'product_id', value: 'price' });
    expect(choice.columns).toEqual(['product_id', 'price']);
  });

  test('are another id and another number elsewhere', () => {
    expect(learn({ sensor_id: 7, temperature: 21.5, ts: 1_700_000_000 }).choice.pair).toEqual({
      id: 'sensor_id',
      value: 'temperature',
    });
  });

  test('are none where there is no number to follow', () => {
    const { choice } = learn({ type: 'task-sent', uuid: 'u', hostname: 'h', timestamp: 17.5 });
    expect(choice.pair).toBeNull();
    expect(choice.columns).toEqual(['type', 'uuid', 'hostname']);
  });

  test('are found later when the first message had no number', () => {
    const { choice } = learn(
      { product_id: 'x', price: null },
      ...Array.from({ length: 4 }, () => ({ product_id: 'x', price: 2 })),
    );
    expect(choice.pair).toEqual({ id: 'product_id', value: 'price' });
  });
});

describe('the series of a board', () => {
  const book = (): { book: SeriesBook; feed: (payload: string, atMs?: number) => number } => {
    const series = new SeriesBook({ id: 'product_id', value: 'price' });
    return {
      book: series,
      feed: (payload, atMs = 0) => {
        const bytes = toBytes(payload);
        fields.scan(bytes, 0, bytes.byteLength);
        return series.add(fields, bytes, atMs);
      },
    };
  };

  test('keep values as written and give the one before', () => {
    const { book: series, feed } = book();
    expect(feed('{"product_id":"a","price":10.50}')).toBeNaN();
    expect(feed('{"product_id":"b","price":1}')).toBeNaN();
    expect(feed('{"product_id":"a","price":9.00}')).toBe(10.5);
    expect(feed('{"product_id":"a","price":null}')).toBeNaN();
    expect(feed('{"price":3}')).toBeNaN();
    expect(feed('{"product_id":"\\u0061","price":12}')).toBe(9);
    expect(series.get('a')).toMatchObject({
      messages: 3,
      firstText: '10.50',
      lastText: '12',
      lowText: '9.00',
      highText: '12',
    });
  });

  test('tell integers and texts apart from nothing else', () => {
    const { book: series, feed } = book();
    feed('{"product_id":17,"price":1}');
    feed('{"product_id":true,"price":1}');
    expect([...series.all()].map(({ id }) => id)).toEqual(['17']);
  });

  test('are bounded, and count what they do not follow', () => {
    const { book: series, feed } = book();
    for (let i = 0; i < 1_010; i++) feed(`{"product_id":${i},"price":1}`);
    expect(series.beyond).toBe(10);
  });

  test('change against the value that held when the window began', () => {
    const one = new Series('a');
    one.add(0, '100');
    one.add(10_000, '200');
    one.add(400_000, '150');
    expect(one.change(100_000)).toBe(-0.25);
    expect(one.points(100_000)).toEqual([
      { atMs: 100_000, value: 200 },
      { atMs: 400_000, value: 150 },
    ]);
    expect(one.trend({ fromMs: 100_000, untilMs: 400_000 }, 3)).toEqual([200, 200, 150]);
    // Long silent: the value still holds.
    expect(one.points(8_700_000)).toEqual([{ atMs: 8_700_000, value: 150 }]);
  });

  test('are over the last five minutes, or over what there is', () => {
    const { book: series, feed } = book();
    feed('{"product_id":"a","price":1}', 1_000_000);
    expect(series.window(1_002_000)).toEqual({ fromMs: 992_000, untilMs: 1_002_000 });
    expect(series.window(1_060_000)).toEqual({ fromMs: 1_000_000, untilMs: 1_060_000 });
    expect(series.window(9_000_000)).toEqual({ fromMs: 8_700_000, untilMs: 9_000_000 });
  });
});

describe('the history of a value', () => {
  test('keeps low, high and last of each second, in order', () => {
    const history = new ValueHistory();
    for (const [i, value] of [5, 9, 2, 6, 7].entries()) history.add(1_000 + i * 100, value);
    history.add(2_500, 8);
    expect(history.points(0)).toEqual([
      { atMs: 1_100, value: 9 },
      { atMs: 1_200, value: 2 },
      { atMs: 1_400, value: 7 },
      { atMs: 2_500, value: 8 },
    ]);
    expect(history.points(2_000)[0]).toEqual({ atMs: 2_000, value: 7 });
  });

  test('never loses a low, a high or the last value of the window', () => {
    const step = fc.record({ ms: fc.nat(1_500), value: fc.nat(1_000) });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 900 }), (steps) => {
        const history = new ValueHistory();
        let atMs = 1_000_000;
        const added = steps.map(({ ms, value }) => {
          atMs += ms;
          history.add(atMs, value);
          return { atMs, value };
        });
        const fromMs = atMs - 300_000;
        const inside = added.filter((point) => point.atMs >= fromMs).map(({ value }) => value);
        const points = history.points(fromMs);
        const values = points.filter((point) => point.atMs > fromMs).map(({ value }) => value);
        if (points[0]?.atMs === fromMs) values.push(points[0].value);
        expect(points.at(-1)?.value).toBe(inside.at(-1));
        expect(Math.min(...values)).toBeLessThanOrEqual(Math.min(...inside));
        expect(Math.max(...values)).toBeGreaterThanOrEqual(Math.max(...inside));
        expect(points.map((point) => point.atMs)).toEqual(
          points.map((point) => point.atMs).toSorted((a, b) => a - b),
        );
        expect(points.length).toBeLessThanOrEqual(3 * 302 + 1);
      }),
      { numRuns: 60 },
    );
  });
});
