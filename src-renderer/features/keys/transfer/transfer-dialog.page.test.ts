import { afterEach, expect, test, vi } from 'vitest';
import { connectionId, planId } from '../../../../src-shared/contract/define.ts';
import type { ExportPlan, ImportPlan } from '../../../../src-shared/contract/transfer.ts';
import { toBytes } from '../../../../src-shared/redis-value.ts';
import { fail, ok } from '../../../../src-shared/result.ts';
import { jobsStore } from '../../../app/jobs/jobs-store.ts';
import { fakeEndedJob, planStream } from '../../../app/removal/testing/fake-bulk.ts';
import { createFakeClient, type FakeAnswers } from '../../../client/fake-client.ts';
import { toasts } from '../../../ui/toast-store.ts';
import { createTransferDialog } from './transfer-dialog.ts';

const selection = { kind: 'pattern', match: toBytes('*'), type: null, prefix: null } as const;
const exportPlan: ExportPlan = {
  plan: planId.parse('p'),
  count: 2,
  types: [],
  sampled: 2,
  bytes: null,
  bytesExact: false,
  preview: { exact: [], readable: [], csv: [], commands: [] },
  expiresAtMs: 0,
};
const importPlan: ImportPlan = {
  plan: planId.parse('p'),
  fileName: 'keys.ndjson',
  fileBytes: 1,
  kind: 'ndjson',
  about: null,
  keys: 2,
  types: [],
  expired: 0,
  refusedCount: 0,
  refused: [],
  conflictCount: 0,
  conflicts: [],
  sample: [toBytes('a'), toBytes('b')],
  dumpObstacle: null,
  commands: ['SET'],
  undoObstacle: null,
  overwriteObstacle: null,
  survivesQuit: true,
  untilMs: 0,
  expiresAtMs: 0,
};

afterEach(() => {
  for (const { id } of toasts.getState().toasts) toasts.dismiss(id);
  jobsStore.setState({ jobs: [] });
});

function open(answers: FakeAnswers) {
  const dialog = createTransferDialog({
    client: createFakeClient(answers),
    connection: connectionId.parse('c1'),
    chosen: async () => null,
    listed: () => ({ selection, what: 'Keys *' }),
  });
  return { dialog };
}

const messages = (): string[] => toasts.getState().toasts.map(({ message }) => message);

test('no file chosen: the question stays, and can be answered again', async () => {
  const { dialog } = open({
    'transfer.exportPlan': () => planStream(ok(exportPlan)),
    'transfer.exportStart': () => ok(null),
  });
  await dialog.exportListed();
  await dialog.start();
  expect(dialog.store.getState()).toMatchObject({ status: 'export', isStarting: false });
  dialog.close();
  expect(dialog.store.getState()).toEqual({ status: 'closed' });
});

test('a cancelled export says that there is no file', async () => {
  const job = { ...fakeEndedJob({ changed: 1, ticket: null }), status: 'cancelled' as const };
  const { dialog } = open({
    'transfer.exportPlan': () => planStream(ok(exportPlan)),
    'transfer.exportStart': () => {
      jobsStore.setState({ jobs: [job] });
      return ok({ job: job.id, fileName: 'keys.ndjson' });
    },
  });
  await dialog.exportListed();
  await dialog.start();
  expect(messages()).toEqual(['The export was cancelled']);
});

test('an import that main refuses to begin stays open with the reason', async () => {
  const error = { code: 'conflict', current: null, message: 'The file was changed' } as const;
  const { dialog } = open({
    'transfer.importOpen': () => ok(importPlan),
    'transfer.importStart': () => fail(error),
  });
  await dialog.import();
  dialog.setOverwrite(true);
  await dialog.start();
  expect(dialog.store.getState()).toMatchObject({ status: 'import', overwrite: true, error });
});

test('stopped while main counts: its answer opens nothing', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { dialog } = open({
    async *'transfer.exportPlan'() {
      yield { step: 'counting', scanned: 10, of: 20, found: 3 };
      await promise;
      yield { step: 'planned', plan: exportPlan };
    },
  });
  const opening = dialog.exportListed();
  await vi.waitFor(() =>
    expect(dialog.store.getState()).toEqual({
      status: 'counting',
      what: 'Keys *',
      progress: { step: 'counting', scanned: 10, of: 20, found: 3 },
    }),
  );
  dialog.close();
  resolve();
  await opening;
  expect(dialog.store.getState()).toEqual({ status: 'closed' });
  expect(messages()).toEqual([]);
});
