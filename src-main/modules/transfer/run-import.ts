import { basename } from 'node:path';
import type { JobId } from '../../../src-shared/contract/jobs.ts';
import { toBinaryString } from '../../../src-shared/redis-value.ts';
import type { JobControl } from '../../jobs/job.ts';
import type { JobRunner } from '../../jobs/job-runner.ts';
import type { DestroyClient } from '../../redis/clients.ts';
import { expiryReader } from '../../redis/expiry.ts';
import type { Session } from '../../redis/session.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import type { KeyRecord } from '../../transfer/collect-keys.ts';
import { readFileKeys } from '../../transfer/read-file.ts';
import type { JournalDraft } from '../../undo/draft.ts';
import type { UndoJournal } from '../../undo/journal.ts';
import { undoPlace } from '../../undo/undo-scope.ts';
import { PacedChunks } from '../bulk/in-chunks.ts';
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

/** What is held of the file at once, unless one key alone is more. */
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
      const act = (some: readonly Uint8Array[]) => work.run(some);
      await writeAll({ redis, planned, control, gentle, records, act });
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

interface Writing {
  readonly redis: DestroyClient;
  readonly planned: PlannedImport;
  readonly control: JobControl;
  readonly gentle: boolean;
  readonly records: Map<string, KeyRecord>;
  readonly act: (keys: readonly Uint8Array[]) => Promise<string | null>;
}

/** The file once more, in chunks. Once nothing more can be done, all that is left of it is counted with the reason. */
async function writeAll(writing: Writing): Promise<void> {
  const { planned, control, records } = writing;
  const chunks = new PacedChunks(writing);
  let bytes = 0;
  const flush = async (): Promise<boolean> => {
    let goOn = true;
    for (const keys of chunksOf(writing, chunks)) goOn &&= await chunks.begin(keys);
    await chunks.all();
    records.clear();
    bytes = 0;
    if (chunks.stopped !== null) control.note(chunks.stopped);
    return goOn;
  };
  if (planned.file.size === 0) return;
  const source = bytesOf(planned.file, control.signal);
  try {
    for await (const one of readFileKeys(source, planned.kind)) {
      if (one.kind !== 'key') continue;
      const { record } = one;
      if (chunks.stopped !== null) {
        control.fail(record.key, chunks.stopped);
        control.progress(1, {});
        continue;
      }
      if (bytes + record.bytes > CHUNK_BYTES && !(await flush())) return;
      records.set(toBinaryString(record.key), record);
      bytes += record.bytes;
      if (records.size >= chunks.room && !(await flush())) return;
    }
  } catch (thrown) {
    // Reading ends with the job.
    if (!control.signal.aborted) throw thrown;
    return;
  }
  if (chunks.stopped === null) await flush();
}

/** What was read, in chunks of keys of one node. */
function* chunksOf(
  { redis, records }: Writing,
  chunks: PacedChunks,
): Generator<readonly Uint8Array[], void> {
  const names = [...records.values()].map(({ key }) => key);
  for (const own of Map.groupBy(names, (key) => redis.placeOf(key)?.node ?? null).values())
    for (let from = 0; from < own.length;) {
      const keys = own.slice(from, from + chunks.size);
      from += keys.length;
      yield keys;
    }
}
