import { join } from 'node:path';
import { contract } from '../../src-shared/contract/index.ts';
import type { JobId } from '../../src-shared/contract/jobs.ts';
import type { KeySelection } from '../../src-shared/contract/keys.ts';
import type { TransferFormat } from '../../src-shared/transfer-format.ts';
import { JobRunner } from '../jobs/job-runner.ts';
import { createTransferHandlers } from '../modules/transfer/handlers.ts';
import type { DestroyClient } from '../redis/clients.ts';
import type { Session } from '../redis/session.ts';
import type { SessionPool } from '../redis/session-pool.ts';
import { UndoJournal } from '../undo/journal.ts';
import { pattern } from './bulk-work.ts';
import { contextOf } from './handler-context.ts';
import { planned } from './planned.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { undoingOf, untilEnded } from './undoing.ts';

/** The handlers as the app calls them; `file` stands for what is picked in the dialogs. */
export async function setUpTransfer(
  { pool, session }: { readonly pool: SessionPool; readonly session: Session },
  options: {
    journal?: UndoJournal;
    redis?: DestroyClient;
    pausesMs?: readonly number[];
    /** Between the plan and the start of an export. */
    planned?: () => Promise<void>;
  } = {},
) {
  const folder = await temporaryFolder();
  const file = { path: join(folder, 'keys') };
  const journal = options.journal ?? new UndoJournal({ dir: join(folder, 'undo'), secrets: null });
  const jobs = new JobRunner(pool, options.pausesMs);
  const chooseTarget = async () => {
    await options.planned?.();
    return file.path;
  };
  const shell = { chooseTarget, chooseFile: async () => file.path };
  const transfer = createTransferHandlers({ journal, jobs, shell });
  const { undo } = undoingOf(session, { journal, jobs }, options.redis);
  const context = {
    ...contextOf(session),
    ...(options.redis === undefined ? {} : { redis: options.redis }),
  };
  const connection = session.id;
  const ended = async (id: JobId) => {
    const job = await untilEnded(jobs, id);
    const failed = jobs.get(id).failures.slice(0, 100);
    return {
      ...job,
      reasons: failed.map(({ key, reason }) => `${Buffer.from(key).toString('latin1')}: ${reason}`),
    };
  };
  const plan = async (selection: KeySelection) =>
    await planned(
      'transfer.exportPlan',
      transfer['transfer.exportPlan']({ connection, selection }, context),
    );
  const start = async (selection: KeySelection, format: TransferFormat) => {
    const { plan: planId } = await plan(selection);
    const begun = await transfer['transfer.exportStart']({ connection, planId, format }, context);
    if (begun === null) throw new Error('no file was chosen');
    return begun.job;
  };
  const look = async () => {
    const opened = contract['transfer.importOpen'].output.parse(
      await transfer['transfer.importOpen']({ connection }, context),
    );
    if (opened === null) throw new Error('no file was chosen');
    return opened;
  };
  const begin = async (
    { plan: planId }: Awaited<ReturnType<typeof look>>,
    conflicts: 'skip' | 'overwrite' = 'skip',
  ) => {
    const input = { connection, planId, conflicts };
    return (await transfer['transfer.importStart'](input, context)).job;
  };
  return {
    folder,
    file,
    jobs,
    plan,
    look,
    begin,
    write: async (...what: Parameters<typeof begin>) => await ended(await begin(...what)),
    start,
    ended,
    exportAll: async (format: TransferFormat, selection = pattern('*')) =>
      await ended(await start(selection, format)),
    undo,
  };
}
