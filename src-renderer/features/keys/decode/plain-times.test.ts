import fc from 'fast-check';
import { expect, it } from 'vitest';
import { timeBeside } from './plain-times.ts';

it('a time is told beside a number or a UUID that would be one', () => {
  expect(timeBeside('1700000000')).toBe('as seconds 2023-11-14T22:13:20.000Z');
  expect(timeBeside('1700000000.5')).toBe('as seconds 2023-11-14T22:13:20.500Z');
  expect(timeBeside('1700000000123')).toBe('as milliseconds 2023-11-14T22:13:20.123Z');
  expect(timeBeside('1700000000123456')).toBe('as microseconds 2023-11-14T22:13:20.123Z');
  expect(timeBeside('0190163d-8694-739b-aea5-966c26f8ad91')).toMatch(/^UUID v7, 2024-06-14/);
  expect(timeBeside('5236bc50-2b6e-11ee-be56-0242ac120002')).toMatch(/^UUID v1, 2023-07-26/);
});

it('nothing is told beside anything else', () => {
  for (const text of [
    '42',
    '17000000000',
    '9007199254740993',
    'f3b0c442-98fc-4c14-9afb-4f3c1a2b3c4d',
  ])
    expect(timeBeside(text)).toBeNull();
  fc.assert(fc.property(fc.string(), (text) => void timeBeside(text)));
});
