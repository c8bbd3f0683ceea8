import fc from 'fast-check';
import { expect, test } from 'vitest';
import { epochUnit, toEpochMs, unitsPerMs } from './epoch.ts';

const NOW = 1_795_451_596_072;
const DAY = 86_400_000;

test.each([
  ['1795451596', 's', 1_795_451_596_000],
  ['1795451596.0725', 's', 1_795_451_596_072.5],
  ['1.7954515960729741e+9', 's', 1_795_451_596_072.974],
  ['1795451596072', 'ms', 1_795_451_596_072],
  ['1795451596072974', 'us', 1_795_451_596_072.974],
  ['1.795451596072974e+15', 'us', 1_795_451_596_072.974],
  ['1795451596072974123', 'ns', 1_795_451_596_072.974],
])('%s counts %s', (text, unit, atMs) => {
  expect(epochUnit(text, NOW)).toBe(unit);
  if (unit === 's' || unit === 'ms' || unit === 'us' || unit === 'ns')
    expect(toEpochMs(text, unit)).toBeCloseTo(atMs, 2);
});

test.each([
  ['a small number', '42'],
  ['a time of another year', '1600000000'],
  ['ten digits far ahead', '9999999999'],
  ['eleven digits', '17954515960'],
  ['a negative time', '-1795451596'],
  ['nothing', ''],
  ['a word', 'now'],
  ['infinity', 'inf'],
  ['Infinity', 'Infinity'],
  ['more than JavaScript can count', '1e400'],
  ['a score of a leaderboard', '1795451.596'],
])('%s is no time', (_what, text) => {
  expect(epochUnit(text, NOW)).toBeNull();
});

test('near is a day back and a year ahead, or further back if told so', () => {
  const at = (ms: number): string => String(NOW + ms);
  expect(epochUnit(at(-DAY), NOW)).toBe('ms');
  expect(epochUnit(at(-DAY - 1), NOW)).toBeNull();
  expect(epochUnit(at(-DAY - 1), NOW, 30 * DAY)).toBe('ms');
  expect(epochUnit(at(365 * DAY), NOW)).toBe('ms');
  expect(epochUnit(at(365 * DAY + 1), NOW)).toBeNull();
});

test('a time that is written in a unit is found in that unit', () => {
  const units = fc.constantFrom('s', 'ms', 'us', 'ns');
  fc.assert(
    fc.property(units, fc.integer({ min: -DAY + 1_000, max: 300 * DAY }), (unit, ageMs) => {
      const text = BigInt(Math.trunc((NOW + ageMs) * unitsPerMs(unit))).toString();
      expect(epochUnit(text, NOW)).toBe(unit);
      expect(Math.abs(toEpochMs(text, unit) - (NOW + ageMs))).toBeLessThanOrEqual(
        unit === 's' ? 1_000 : 1,
      );
    }),
  );
});

test('no text makes it throw', () => {
  fc.assert(fc.property(fc.string(), fc.double(), (text, now) => void epochUnit(text, now)));
});
