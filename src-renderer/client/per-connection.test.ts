import { expect, test } from 'vitest';
import { connectionId } from '../../src-shared/contract/define.ts';
import { createFakeClient } from './fake-client.ts';
import { perConnection, releaseStores } from './per-connection.ts';

const client = createFakeClient({});
const [one, two] = [connectionId.parse('one'), connectionId.parse('two')];

test('a connection finds its store again, another has its own, a closed one starts anew', () => {
  const disposed: string[] = [];
  const storeOf = perConnection((_client, connection) => ({
    dispose: () => disposed.push(connection),
  }));
  const first = storeOf(client, one);
  expect(storeOf(client, one)).toBe(first);
  expect(storeOf(client, two)).not.toBe(first);
  releaseStores(one);
  expect(disposed).toEqual([one]);
  releaseStores(one);
  expect(disposed).toEqual([one]);
  expect(storeOf(client, one)).not.toBe(first);
});

test('closing a connection ends the stores of every feature', () => {
  const disposed: string[] = [];
  const features = ['keys', 'search'].map((name) =>
    perConnection(() => ({ dispose: () => disposed.push(name) })),
  );
  for (const storeOf of features) storeOf(client, one);
  releaseStores(one);
  expect(disposed).toEqual(['keys', 'search']);
});
