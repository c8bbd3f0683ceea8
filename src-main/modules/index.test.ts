import { expect, test } from 'vitest';
import { contract } from '../../src-shared/contract/index.ts';
import { stubServices } from '../test-support/stub-services.ts';
import { temporaryFolder } from '../test-support/temporary-folder.ts';
import { createHandlers } from './index.ts';

test('there is one handler for each capability, and none besides', async () => {
  const handlers = createHandlers(stubServices(await temporaryFolder()));
  expect(Object.keys(handlers).sort()).toEqual(Object.keys(contract).sort());
  for (const handler of Object.values(handlers)) expect(handler).toBeTypeOf('function');
});
