import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJsonText } from '../../../../../src-shared/json-text.ts';
import { compactJson, lineAndColumn, prettyJson } from './json-layout.ts';

const pretty = (source: string): string => {
  const parsed = parseJsonText(source);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return prettyJson(parsed.json);
};

describe('the layout of a JSON text', () => {
  it('keeps numbers, names and escapes as they were written', () => {
    const source = '{"a b":[12345678901234567890,1.50,{}],"\\u00e9":"x  \\" y","e":[]}';
    expect(pretty(source)).toBe(
      [
        '{',
        '  "a b": [',
        '    12345678901234567890,',
        '    1.50,',
        '    {}',
        '  ],',
        '  "\\u00e9": "x  \\" y",',
        '  "e": []',
        '}',
      ].join('\n'),
    );
    expect(compactJson(pretty(source))).toBe(source);
  });

  it('is the same document, for any document', () => {
    fc.assert(
      fc.property(fc.json(), (source) => {
        const compact = JSON.stringify(JSON.parse(source));
        expect(compactJson(pretty(compact))).toBe(compact);
      }),
    );
  });

  it('counts lines and columns from 1', () => {
    expect(lineAndColumn('{\n  "a": x', 9)).toEqual({ line: 2, column: 8 });
    expect(lineAndColumn('x', 0)).toEqual({ line: 1, column: 1 });
  });
});
