import { expect, test } from 'vitest';
import { isTrustedSender } from './sender.ts';

const dev = 'http://localhost:5173';
const top = (origin: string) => ({ origin, parent: null });

test.each([
  ['our own page', top('app://redstart'), null, true],
  ['our own page while developing', top('app://redstart'), dev, true],
  ['the development server', top(dev), dev, true],
  ['the development server in a packed app', top(dev), null, false],
  ['a frame inside our page', { origin: 'app://redstart', parent: {} }, null, false],
  ['a frame that has gone', null, null, false],
  ['another page', top('https://example.com'), null, false],
  ['a host that only begins like ours', top('app://redstart.example'), null, false],
  ['a page of the same host by another scheme', top('https://redstart'), null, false],
  ['a file', top('file://'), null, false],
  ['a page without an origin', top('null'), null, false],
  ['an empty origin', top(''), null, false],
])('%s', (_what, frame, devOrigin, isTrusted) => {
  expect(isTrustedSender(frame, devOrigin)).toBe(isTrusted);
});
