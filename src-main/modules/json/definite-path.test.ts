import { expect, test } from 'vitest';
import { isDefinitePath } from './definite-path.ts';

test.each(['$', '$.price', '$.offers[0].shop', "$['a b'].c", '$["x\\"]"][3]', '$.größe', '$._a-b'])(
  '%s names one place',
  (path) => expect(isDefinitePath(path)).toBe(true),
);

test.each([
  '.price',
  'price',
  '$..brand',
  '$.*',
  '$[*]',
  '$.a[0:2]',
  '$.a[0,1]',
  '$.a[-1]',
  '$.b[?(@.p==2)].p',
  "$['a','b']",
  '$.',
  '$.a.',
])('%s may name several, or others after a change', (path) =>
  expect(isDefinitePath(path)).toBe(false),
);
