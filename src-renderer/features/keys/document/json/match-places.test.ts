import { describe, expect, it } from 'vitest';
import { jsonPath } from '../../../../../src-shared/json-path.ts';
import { type JsonText, parseJsonText } from '../../../../../src-shared/json-text.ts';
import { matchPlaces, stepsOfMatch } from './match-places.ts';

function json(text: string): JsonText {
  const parsed = parseJsonText(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.json;
}

const document = json(
  '{"price":1.50,"offers":[{"shop":"A","price":2},{"shop":"B","price":3},{"shop":"B","price":4}],"we\\"ird":{"price":2}}',
);

/** The paths of the matches; `?` where one is not certain. */
function paths(path: string, answer: string): string[] | null {
  const matches = json(answer);
  const places = matchPlaces(path, document, matches);
  if (places === null) return null;
  const found: string[] = [];
  for (let node = 1; node < matches.count; node = matches.nexts[node] ?? matches.count) {
    const place = places.nodeOf(node);
    found.push(place === null ? '?' : jsonPath(document, place));
  }
  return found;
}

describe('the places of matches', () => {
  it.each([
    ['$.price', '[1.50]', ['$.price']],
    ['$["price"]', '[1.50]', ['$.price']],
    [`$['we"ird'].price`, '[2]', [`$['we"ird'].price`]],
    ['$.offers[0,2].price', '[2,4]', ['$.offers[0].price', '$.offers[2].price']],
    ['$.offers[-1].shop', '["B"]', ['$.offers[2].shop']],
    ['$.offers[1:].price', '[3,4]', ['$.offers[1].price', '$.offers[2].price']],
    ['$.offers[0:3:2].price', '[2,4]', ['$.offers[0].price', '$.offers[2].price']],
    ['$.offers[*]["shop","price"]', '["A",2,"B",3,"B",4]', null],
    [
      '$..price',
      '[1.50,2,3,4,2]',
      [
        '$.price',
        '$.offers[0].price',
        '$.offers[1].price',
        '$.offers[2].price',
        `$['we"ird'].price`,
      ],
    ],
    ['$.offers[?(@.price>2)].price', '[3,4]', ['$.offers[1].price', '$.offers[2].price']],
    ['$.offers[?(@.shop=="]")].price', '[]', []],
    // Which of the two shops it is cannot be told.
    ['$.offers[?(@.price==4)].shop', '["B"]', ['?']],
    ['$.nothing', '[]', []],
  ])('of %s are found, or not told', (path, answer, expected) => {
    if (expected === null) expect(paths(path, answer)).not.toContain('?');
    else expect(paths(path, answer)).toEqual(expected);
  });

  it('are not told when the answer is of another state of the document, or the path is not understood', () => {
    expect(paths('$.price', '[9]')).toBeNull();
    expect(paths('$.offers[*].price', '[2,3]')).toBeNull();
    expect(paths('$.offers[', '[2]')).toBeNull();
    expect(paths('.price', '[1.50]')).toBeNull();
  });

  it('lead to what is inside a match, and back', () => {
    const answer = json('[{"shop":"A","price":2}]');
    const places = matchPlaces('$.offers[0]', document, answer);
    const price = places?.nodeOf(3) ?? -1;
    expect(jsonPath(document, price)).toBe('$.offers[0].price');
    expect(places?.shownAt(price)).toBe(3);
    expect(places?.nodeOf(0)).toBeNull();
  });

  it('of a document that was not read are known by the path, one of each element', () => {
    expect(stepsOfMatch('$.items[3]["a b"]', json('[{"x":[1]}]'), 2)).toEqual({
      steps: ['items', 3, 'a b', 'x'],
      each: null,
    });
    expect(stepsOfMatch('$.items[*].price', json('[7,8]'), 2)).toEqual({
      steps: ['items', 1, 'price'],
      each: { steps: ['items'], count: 2 },
    });
    expect(stepsOfMatch('$..price', json('[7,8]'), 2)).toBeNull();
    expect(stepsOfMatch('$.items[*].tags[*]', json('[7,8]'), 2)).toBeNull();
  });
});
