import { basename } from 'node:path';
import type { JobId } from '../../../src-shared/contract/jobs.ts';
import { toBinaryString } from '../../../src-shared/redis-value.ts';
import type { JobControl } from '../../jobs/job.ts';
import type { JobRunner } from '../../jobs/job-runner.ts';
import { Pace } from '../../jobs/pace.ts';
import type { DestroyClient } from '../../redis/clients.ts';
import { expiryReader } from '../../redis/expiry.ts';
import type { Session } from '../../redis/session.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import type { KeyRecord } from '../../transfer/collect-keys.ts';
import { readFileKeys } from '../../transfer/read-file.ts';
import type { JournalDraft } from '../../undo/draft.ts';
import type { UndoJournal } from '../../undo/journal.ts';
import { undoPlace } from '../../undo/undo-scope.ts';
import { JournaledChange } from '../bulk/journaled-change.ts';
import { importChange } from './import-change.ts';
import {
  asReadFailure,
  bytesOf,
  type PlannedImport,
  type SeenFile,
  seeFile,
} from './open-import.ts';

interface Importing {
  readonly redis: DestroyClient;
  readonly session: Session;
  readonly journal: UndoJournal;
  readonly jobs: JobRunner;
  readonly overwrite: boolean;
}

/** What one MULTI/EXEC carries, unless one key alone is more. */
const CHUNK_BYTES = 8_388_608;
const CHANGED = 'The file was changed since it was looked at: open it again';

async function assertSame(file: SeenFile): Promise<void> {
  const now = await seeFile(file.path);
  const isSame =
    now.size === file.size && now.modifiedAtMs === file.modifiedAtMs && now.inode === file.inode;
  if (!isSame) throw new AppFailure({ code: 'conflict', current: null, message: CHANGED });
}

/** Begins to write what was looked at; throws when the file is another one now, or the undo cannot be kept. */
export async function startImport(importing: Importing, planned: PlannedImport): Promise<JobId> {
  const { redis, session, journal, jobs, overwrite } = importing;
  const { file, keys, conflicts, commands } = planned;
  const obstacle = overwrite ? planned.overwriteObstacle : planned.obstacle;
  await assertSame(file);
  const expiry = await expiryReader(redis, session, new Uint8Array());
  const name = basename(file.path);
  const command = commands.join(', ');
  const ticket = { ...undoPlace(session), title: `Imported ${name}`, command };
  const draft = obstacle === null ? await journal.begin(ticket) : null;
  const records = new Map<string, KeyRecord>();
  const change = importChange({ expiry, conflicts, overwrite }, records);
  const count = keys.toLocaleString('en-US');
  const about = {
    connection: session.id,
    kind: 'import',
    title: `Import ${count} ${keys === 1 ? 'key' : 'keys'} from ${name}`,
    command,
    total: keys,
  } as const;
  return jobs.start(about, async (control) => {
    const work = new JournaledChange({ redis, control, change, draft });
    const gentle = session.describe().environment === 'production';
    let isFailed = false;
    try {
      await writeAll({
        planned,
        control,
        gentle,
        records,
        run: (names) => runGroups(redis, work, names),
      });
    } catch (thrown) {
      // What was written until then can be taken back.
      isFailed = true;
      control.note(asMessage(thrown));
    }
    const changed = control.changed();
    if (obstacle !== null && changed > 0)
      journal.history.noteForGood({ ...ticket, keys: changed, never: obstacle });
    return { ticket: await finish(draft), isFailed };
  });
}

const finish = async (draft: JournalDraft | null) => (await draft?.finish()) ?? null;

function asMessage(thrown: unknown): string {
  const failure = asReadFailure(thrown);
  if (failure instanceof AppFailure) return failure.message;
  throw failure;
}

async function runGroups(
  redis: DestroyClient,
  work: JournaledChange,
  names: readonly Uint8Array[],
): Promise<string | null> {
  for (const group of redis.together(names)) {
    const stopped = await work.run(group);
    if (stopped !== null) return stopped;
  }
  return null;
}

interface Writing {
  readonly planned: PlannedImport;
  readonly control: JobControl;
  readonly gentle: boolean;
  readonly records: Map<string, KeyRecord>;
  readonly run: (names: readonly Uint8Array[]) => Promise<string | null>;
}

/** The file once more, in chunks. Once nothing more can be done, all that is left of it is counted with the reason. */
async function writeAll({ planned, control, gentle, records, run }: Writing): Promise<void> {
  const pace = new Pace(gentle);
  let bytes = 0;
  let stopped: string | null = null;
  const flush = async (): Promise<boolean> => {
    const names = [...records.values()].map(({ key }) => key);
    if (names.length === 0) return true;
    if (!(await control.gate())) return false;
    const startedAt = performance.now();
    stopped = await run(names);
    records.clear();
    bytes = 0;
    await pace.after(performance.now() - startedAt, control.signal);
    control.slow(pace.note);
    if (stopped !== null) control.note(stopped);
    return true;
  };
  if (planned.file.size === 0) return;
  const source = bytesOf(planned.file, control.signal);
  try {
    for await (const one of readFileKeys(source, planned.kind)) {
      if (one.kind !== 'key') continue;
      const { record } = one;
      if (stopped !== null) {
        control.fail(record.key, stopped);
        control.progress(1, {});
        continue;
      }
      if (bytes + record.bytes > CHUNK_BYTES && !(await flush())) return;
      records.set(toBinaryString(record.key), record);
      bytes += record.bytes;
      if (records.size >= pace.size && !(await flush())) return;
    }
  } catch (thrown) {
    // Reading ends with the job.
    if (!control.signal.aborted) throw thrown;
    return;
  }
  if (stopped === null) await flush();
}
