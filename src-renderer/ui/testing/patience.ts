import { configure } from '@testing-library/react';

// Two cores run the real servers beside these tests: what takes 50 ms alone may then take a second and more.
configure({ asyncUtilTimeout: 10_000 });
