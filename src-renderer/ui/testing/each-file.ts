import { cleanup, configure } from '@testing-library/react';
import * as React from 'react';
import { afterEach, vi } from 'vitest';

// Two cores run the real servers beside these tests: what takes 50 ms alone may then take a second and more.
configure({ asyncUtilTimeout: 10_000 });

// A worker keeps the libraries that it has loaded, but every file has our own modules anew, and so their stores.
vi.resetModules();

// React notes a stack trace for every element, for its warnings, up to 10,000 a second: a quarter of the time of these tests.
const internals: unknown = Reflect.get(
  React,
  '__CLIENT_INTERNALS_DO_NOT_USE_OR_WARN_USERS_THEY_CANNOT_UPGRADE',
);
if (typeof internals === 'object' && internals !== null)
  Object.defineProperty(internals, 'recentlyCreatedOwnerStacks', {
    get: () => Infinity,
    set() {
      // React begins to count anew each second.
    },
    configurable: true,
  });

// Testing Library cleans up by itself only for the file that loads it first.
afterEach(cleanup);
