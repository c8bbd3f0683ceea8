import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toBytes, toUtf8 } from '../../../../../src-shared/redis-value.ts';
import { PatternMatcher, type PatternNeedle } from '../needle.ts';
import { Substring } from '../substring.ts';
import { TookTooLong } from './nodes.ts';

/** Whether it matches; what is looked for first has to be in a name that does. */
function matches(needle: PatternNeedle, name: Uint8Array): boolean {
  const matcher = new PatternMatcher(needle);
  const isMatch = matcher.test(name, 0, name.length);
  if (isMatch && matcher.required !== null)
    expect(new Substring(matcher.required).find(name, 0, name.length)).toBeGreaterThanOrEqual(0);
  return isMatch;
}
const regex = (source: string, name: string): boolean =>
  matches({ kind: 'regex', source }, toBytes(name));

/** Redis 8's stringmatchlen, line by line. */
function stringMatch(pattern: readonly number[], text: readonly number[]): boolean {
  let p = 0;
  let t = 0;
  while (p < pattern.length && t < text.length) {
    const byte = pattern[p];
    if (byte === 0x2a) {
      while (pattern[p + 1] === 0x2a) p++;
      if (p + 1 === pattern.length) return true;
      for (; t < text.length; t++)
        if (stringMatch(pattern.slice(p + 1), text.slice(t))) return true;
      return stringMatch(pattern.slice(p + 1), []);
    }
    if (byte === 0x5b) {
      p++;
      const isNot = pattern[p] === 0x5e;
      if (isNot) p++;
      let isMatch = false;
      for (; ; p++) {
        const at = pattern[p] ?? 0;
        const now = text[t] ?? 0;
        if (pattern.length - p >= 2 && at === 0x5c) {
          p++;
          if (pattern[p] === now) isMatch = true;
        } else if (p >= pattern.length) {
          p--;
          break;
        } else if (at === 0x5d) break;
        else if (pattern.length - p >= 3 && pattern[p + 1] === 0x2d) {
          const to = pattern[p + 2] ?? 0;
          if (now >= Math.min(at, to) && now <= Math.max(at, to)) isMatch = true;
          p += 2;
        } else if (at === now) isMatch = true;
      }
      if (isMatch === isNot) return false;
    } else if (byte !== 0x3f) {
      if (byte === 0x5c && pattern.length - p >= 2) p++;
      if (pattern[p] !== text[t]) return false;
    }
    t++;
    p++;
  }
  while (pattern[p] === 0x2a) p++;
  return p >= pattern.length && t === text.length;
}

describe('a glob', () => {
  it('matches what Redis matches', () => {
    const letters = fc.constantFrom(...toBytes('ab-c]'));
    const signs = fc.oneof(letters, fc.constantFrom(...toBytes('*?[]\\^-')));
    fc.assert(
      fc.property(
        fc.array(signs, { maxLength: 10 }),
        fc.array(letters, { maxLength: 8 }),
        (glob, name) => {
          const needle = { kind: 'glob', glob: Uint8Array.from(glob), part: null } as const;
          expect(matches(needle, Uint8Array.from(name))).toBe(stringMatch(glob, name));
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe('what every match has in it', () => {
  const ofGlob = (glob: string, part: string | null = null): string | null =>
    textOf({ kind: 'glob', glob: toBytes(glob), part: part === null ? null : toBytes(part) });
  const ofRegex = (source: string): string | null => textOf({ kind: 'regex', source });
  const textOf = (needle: PatternNeedle): string | null => {
    const { required } = new PatternMatcher(needle);
    return required === null ? null : toUtf8(required);
  };

  it.each([
    ['*ThinkPad*', 'thinkpad'],
    ['a:*:name?', ':name'],
    ['ab[c]d*e', 'abcd'],
    ['a?b*', null],
  ])('of the glob %s is %s', (glob, text) => {
    expect(ofGlob(glob)).toBe(text);
  });

  it.each([
    [String.raw`^user:\d+9$`, 'user:'],
    ['(session|sess):ab+', ':a'],
    ['(sess|session).', 'sess'],
    ['(session|sess).', null],
    ['(?:abc){2,}', 'abc'],
    ['(abc)*d', null],
    ['abc|xyz', null],
    ['éab', 'ab'],
  ])('of the expression %s is %s', (source, text) => {
    expect(ofRegex(source)).toBe(text);
  });

  it('of a text that is meant either way is in both', () => {
    expect(ofGlob('user:*:x', 'user:*:x')).toBe('user:');
  });
});

describe('a regular expression', () => {
  it('finds what JavaScript finds', () => {
    const atom = fc.constantFrom(
      'a',
      'b',
      'é',
      '.',
      '[ab]',
      '[^a]',
      '[a-é]',
      String.raw`\w`,
      '^',
      '$',
      '(?:a|b)',
      '(ab)',
      '',
    );
    const count = fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,}', '{0,2}', '*?');
    const part = fc
      .tuple(atom, count)
      .map(([one, many]) => (['', '^', '$'].includes(one) ? one : one + many));
    const source = fc
      .array(
        fc.array(part, { maxLength: 4 }).map((parts) => parts.join('')),
        { minLength: 1, maxLength: 3 },
      )
      .map((parts) => parts.join('|'));
    const name = fc.string({
      unit: fc.constantFrom('a', 'A', 'b', 'c', ':', '0', '_', '𝄞'),
      maxLength: 8,
    });
    fc.assert(
      fc.property(source, name, (text, bytes) => {
        expect(regex(text, bytes)).toBe(new RegExp(text, 'isu').test(bytes));
      }),
      { numRuns: 2_000 },
    );
  });

  it('knows characters by their bytes, whatever range they are in', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
        (a, b, c) => {
          const [low = 0, high = 0] = [a, b]
            .map((one) => one.codePointAt(0) ?? 0)
            .toSorted((x, y) => x - y);
          const range = `[\\u{${low.toString(16)}}-\\u{${high.toString(16)}}\\u{41}]`;
          // The case of the letters of ASCII is not looked at, of others it is.
          const cases =
            /^[a-z]$/iu.test(c) && c < '\x80' ? [c.toLowerCase(), c.toUpperCase()] : [c];
          const byRange = new RegExp(`^${range}$`, 'u');
          expect(regex(`^${range}$`, c)).toBe(cases.some((one) => byRange.test(one)));
        },
      ),
      { numRuns: 2_000, examples: [['b', 'b', 'a']] },
    );
  });

  it('finds bytes that are no text by how they are shown', () => {
    const name = Uint8Array.of(0x61, 0xff, 0x00, 0x62);
    const find = (source: string): boolean => matches({ kind: 'regex', source }, name);
    expect(toUtf8(name)).toBeNull();
    expect([String.raw`a\xff\x00b`, '^a..b$', String.raw`a[\xfe\xff]`].map(find)).toEqual([
      true,
      true,
      true,
    ]);
    expect(find('ÿ')).toBe(false);
  });

  it('minds ASCII case only where a capital is written', () => {
    expect([regex('user', 'USER:1'), regex('User', 'USER:1'), regex('[t-v]s', 'US')]).toEqual([
      true,
      false,
      true,
    ]);
    expect(regex(String.raw`\Dser`, 'USER')).toBe(true);
  });

  it('gives up at its deadline, also within one name', () => {
    const matcher = new PatternMatcher({ kind: 'regex', source: '(a|b)*a(a|b){150}c' });
    const name = Uint8Array.from({ length: 60_000 }, (_, i) => 0x61 + (((i * i * 7919) >> 3) % 2));
    matcher.deadline = performance.now();
    expect(() => matcher.test(name, 0, name.length)).toThrow(TookTooLong);
  });

  it('takes no longer for a pattern that would backtrack for ever', () => {
    const name = 'a'.repeat(60_000);
    const startedAt = performance.now();
    expect(regex('^(a+)+$', `${name}!`)).toBe(false);
    expect(regex('^(a|a)*b', name)).toBe(false);
    expect(regex('(x+x+)+y', 'x'.repeat(60_000))).toBe(false);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });

  it.each([
    ['(a', 'A group is not closed (character 2)'],
    ['a)', 'This bracket closes nothing (character 2)'],
    ['[a', 'A class is not closed (character 2)'],
    ['*a', 'There is nothing to repeat (character 1)'],
    ['a{3,1}', 'The smaller number comes first (character 2)'],
    ['[b-a]', 'This range has no beginning or no end (character 5)'],
    [String.raw`(a)\1`, 'Backreferences are not supported here (character 5)'],
    ['(?=a)', 'Look-around is not supported here (character 4)'],
    ['a\\', 'A backslash stands at the end (character 2)'],
    ['((a{100}){100}){100}', 'The pattern is too large'],
  ])('says what is wrong with %s', (source, message) => {
    expect(() => new PatternMatcher({ kind: 'regex', source })).toThrow(message);
  });
});
