import { configure } from '@testing-library/react';

// A slow machine is not a failure.
configure({ asyncUtilTimeout: 15_000 });
