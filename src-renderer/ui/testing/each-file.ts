import { cleanup, configure } from '@testing-library/react';
import { afterEach, vi } from 'vitest';

// Two cores run the real servers beside these tests: what takes 50 ms alone may then take a second and more.
configure({ asyncUtilTimeout: 10_000 });

// A worker keeps the libraries that it has loaded, but every file has our own modules anew, and so their stores.
vi.resetModules();

// Testing Library cleans up by itself only for the file that loads it first.
afterEach(cleanup);
