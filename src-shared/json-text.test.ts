import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findJsonNode, formatJsonPath, isWritablePath, jsonPath, jsonSteps } from './json-path.ts';
import {
  createJsonScanner,
  JSON_NONE,
  isRepeatedName,
  jsonDepth,
  jsonKind,
  jsonName,
  jsonNameSource,
  jsonSource,
  jsonString,
  parseJsonText,
  type JsonText,
} from './json-text.ts';

function parse(source: string): JsonText {
  const parsed = parseJsonText(source);
  if (!parsed.ok) throw new Error(`${parsed.error.message} at ${parsed.error.offset}`);
  return parsed.json;
}

/** The document again, from its nodes alone. */
function print(json: JsonText): string {
  const out: string[] = [];
  const open: number[] = [];
  const closeUntil = (next: number): void => {
    while (open.length > 0 && (json.nexts[open.at(-1) ?? 0] ?? 0) <= next) {
      const node = open.pop() ?? 0;
      out.push(jsonKind(json, node) === 'object' ? '}' : ']');
    }
  };
  for (let node = 0; node < json.count; node++) {
    closeUntil(node);
    if ((json.places[node] ?? 0) > 0) out.push(',');
    const name = jsonNameSource(json, node);
    if (name !== null) out.push(name, ':');
    const kind = jsonKind(json, node);
    if (kind === 'object' || kind === 'array') {
      out.push(kind === 'object' ? '{' : '[');
      open.push(node);
    } else out.push(jsonSource(json, node));
  }
  closeUntil(json.count);
  return out.join('');
}

/** JSON text as anybody might write it: any number form, escapes, lone surrogates, space between tokens. */
const numberText = fc.oneof(
  fc.bigInt().map(String),
  fc.constantFrom(
    '-0',
    '0',
    '1e400',
    '-1E-400',
    '1.10',
    '9007199254740993',
    '18446744073709551616',
  ),
  fc.tuple(fc.integer(), fc.nat()).map(([whole, part]) => `${whole}.${part}`),
  fc.tuple(fc.integer(), fc.integer({ min: -999, max: 999 })).map(([m, e]) => `${m}e${e}`),
);
const stringText = fc.oneof(
  fc.string({ unit: 'binary' }).map((text) => JSON.stringify(text)),
  fc.constantFrom('"\\ud800"', '"\\u0041\\/"', '"\\\\\\""', '"\u2028"'),
);
const space = fc.constantFrom('', '', ' ', '\n\t', '\r\n ');
const { document } = fc.letrec<{ document: string; array: string; object: string }>((tie) => ({
  document: fc.oneof(
    { maxDepth: 6 },
    fc.constantFrom('true', 'false', 'null'),
    numberText,
    stringText,
    tie('array'),
    tie('object'),
  ),
  array: fc
    .tuple(space, fc.array(tie('document'), { maxLength: 5 }))
    .map(([gap, items]) => `[${gap}${items.join(`${gap},${gap}`)}${gap}]`),
  object: fc
    .tuple(space, fc.array(fc.tuple(stringText, tie('document')), { maxLength: 5 }))
    .map(
      ([gap, members]) =>
        `{${gap}${members.map(([name, value]) => `${name}${gap}:${gap}${value}`).join(`${gap},`)}${gap}}`,
    ),
}));

describe('JSON text', () => {
  it('keeps every token as it was written', () => {
    fc.assert(
      fc.property(document, (source) => {
        const printed = print(parse(source));
        // Space outside strings is all that may be lost.
        expect(print(parse(printed))).toBe(printed);
        const tokens = (text: string): string[] =>
          text.match(/"(?:[^"\\]|\\.)*"|[^\s,:[\]{}]+|[,:[\]{}]/gs) ?? [];
        expect(tokens(printed)).toEqual(tokens(source));
      }),
    );
  });

  it('accepts and refuses what JSON.parse does', () => {
    const almost = fc.oneof(
      document,
      fc.string(),
      fc
        .tuple(document, fc.nat(), fc.constantFrom('', ',', '"', '}', '0', '\\', '\u0001'))
        .map(([text, at, change]) => {
          const place = at % (text.length + 1);
          return text.slice(0, place) + change + text.slice(place + 1);
        }),
    );
    fc.assert(
      fc.property(almost, (source) => {
        let isFine = true;
        try {
          JSON.parse(source);
        } catch {
          isFine = false;
        }
        expect(parseJsonText(source).ok).toBe(isFine);
      }),
      { numRuns: 1_000 },
    );
  });

  it('reads the same in pieces of any size', () => {
    fc.assert(
      fc.property(document, fc.integer({ min: 1, max: 9 }), (source, piece) => {
        const scanner = createJsonScanner(source);
        let parsed = scanner.run(piece);
        while (parsed === null) parsed = scanner.run(piece);
        expect(parsed).toEqual(parseJsonText(source));
      }),
    );
  });

  it.each(['9007199254740993', '1e400', '-0', '-0.0', '1199.00', '18446744073709551615'])(
    'does not touch the number %s',
    (number) => {
      expect(jsonSource(parse(`{"n": ${number}}`), 1)).toBe(number);
    },
  );

  it('decodes names and strings, lone surrogates included', () => {
    const json = parse('{"a\\u0062\\n": "\\ud800 \\"x\\""}');
    expect(jsonName(json, 1)).toBe('ab\n');
    expect(jsonNameSource(json, 1)).toBe('"a\\u0062\\n"');
    expect(jsonString(json, 1)).toBe('\ud800 "x"');
    expect(jsonName(json, 0)).toBeNull();
  });

  it('flags a repeated name, however it is escaped, and keeps both', () => {
    const json = parse('{"a":1,"\\u0061":2,"b":{"a":3}}');
    expect([1, 2, 3, 4].map((node) => isRepeatedName(json, node))).toEqual([
      false,
      true,
      false,
      false,
    ]);
    expect(jsonSource(json, 2)).toBe('2');
  });

  it('does not mind names that objects inherit', () => {
    const json = parse('{"__proto__":{"x":1},"constructor":2}');
    expect(jsonName(json, 1)).toBe('__proto__');
    expect(isRepeatedName(json, 3)).toBe(false);
  });

  it('survives 100,000 levels', () => {
    const depth = 100_000;
    const json = parse('['.repeat(depth) + ']'.repeat(depth));
    expect(json.count).toBe(depth);
    expect(jsonDepth(json, depth - 1, 64)).toBe(64);
    expect(jsonDepth(json, depth - 1, Infinity)).toBe(depth - 1);
    expect(jsonPath(json, 3)).toBe('$[0][0][0]');
  });

  it('survives a string of 5 MB', () => {
    const text = 'x'.repeat(5_000_000);
    expect(jsonString(parse(`["${text}"]`), 1)).toBe(text);
  });

  it.each([
    ['{"a":1', 6, 'The document ends too early'],
    ['[1,]', 3, 'Expected a value'],
    ['{"a" 1}', 5, 'Expected :'],
    ['{a:1}', 1, 'Expected a name in double quotes'],
    ['[1 2]', 3, 'Expected , or ]'],
    ['"a\nb"', 2, 'A control character inside a string'],
    ['"\\x"', 2, 'An escape that JSON does not have'],
    ['"abc', 4, 'A string has no end'],
    ['1 2', 2, 'Text after the end of the document'],
    ['01', 1, 'Text after the end of the document'],
    ['', 0, 'The document ends too early'],
  ])('says where %j is wrong', (source, offset, message) => {
    expect(parseJsonText(source)).toEqual({ ok: false, error: { offset, message } });
  });
});

describe('JSONPath of a value', () => {
  it('quotes the names that need it', () => {
    const json = parse('{"price":1,"we\\"ird":{"a b":[{"\\\\":2}]},"näme":3,"nl\\n":4,"":5}');
    const paths = Array.from({ length: json.count }, (_, node) => jsonPath(json, node));
    expect(paths).toEqual([
      '$',
      '$.price',
      `$['we"ird']`,
      `$['we"ird']["a b"]`,
      `$['we"ird']["a b"][0]`,
      `$['we"ird']["a b"][0]["\\\\"]`,
      '$["näme"]',
      '$["nl\n"]',
      '$[""]',
    ]);
  });

  it('knows the names that RedisJSON cannot write at', () => {
    expect(isWritablePath(['a b', 0, 'we"ird', "it's", ''])).toBe(true);
    expect(isWritablePath(['a', 'back\\slash', 0])).toBe(false);
    expect(isWritablePath([`both'"`])).toBe(false);
    expect(formatJsonPath([`both'"`])).toBe(`$["both'\\""]`);
  });

  it('leads back to the value, unless a repeated name hides it', () => {
    fc.assert(
      fc.property(document, (source) => {
        const json = parse(source);
        for (let node = 0; node < json.count; node++) {
          const found = findJsonNode(json, jsonSteps(json, node));
          if (found === node) continue;
          const isHidden = (at: number): boolean =>
            at !== JSON_NONE &&
            (isRepeatedName(json, at) || isHidden(json.parents[at] ?? JSON_NONE));
          expect(isHidden(node)).toBe(true);
        }
      }),
    );
    expect(findJsonNode(parse('{"a":[1]}'), ['a', 1])).toBeNull();
    expect(findJsonNode(parse('{"a":[1]}'), ['a', '0'])).toBeNull();
  });
});
