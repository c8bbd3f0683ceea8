import type { BulkAction } from '../../../src-shared/contract/bulk.ts';
import type { Job, JobId } from '../../../src-shared/contract/jobs.ts';
import { assertNever } from '../../../src-shared/result.ts';
import type { JobResult } from '../../jobs/job.ts';
import type { JobRunner } from '../../jobs/job-runner.ts';
import type { DestroyClient } from '../../redis/clients.ts';
import { expiryReader } from '../../redis/expiry.ts';
import type { Session } from '../../redis/session.ts';
import type { SessionPool } from '../../redis/session-pool.ts';
import type { JournalDraft } from '../../undo/draft.ts';
import type { UndoJournal } from '../../undo/journal.ts';
import { undoPlace } from '../../undo/undo-scope.ts';
import { countText, jobTitle, ticketTitle } from './bulk-words.ts';
import type { Change } from './change.ts';
import { copyChange } from './copy-change.ts';
import { deleteChange, removeCommand } from './delete-change.ts';
import { expireChange } from './expire-change.ts';
import { inChunks } from './in-chunks.ts';
import { JournaledChange } from './journaled-change.ts';
import type { Planned } from './plan-bulk.ts';
import { renameChange } from './rename-change.ts';
import { unkeptDelete } from './unkept-delete.ts';

export interface Starting {
  readonly redis: DestroyClient;
  readonly session: Session;
  readonly pool: SessionPool;
  readonly journal: UndoJournal;
  readonly jobs: JobRunner;
}

/** Begins what was planned; throws when its undo cannot be kept on disk, and then nothing was changed. */
export async function startBulk(starting: Starting, planned: Planned): Promise<JobId> {
  const { redis, session, pool, journal, jobs } = starting;
  const { action, names, command, selection, obstacle, known } = planned;
  const change = await changeOf(starting, planned);
  const title = ticketTitle(action, selection, names);
  const draft =
    obstacle === null ? await journal.begin({ ...undoPlace(session), title, command }) : null;
  const sessions = action.kind === 'copy' ? [session, pool.get(action.from)] : [session];
  const gentle = sessions.some((one) => one.describe().environment === 'production');
  return jobs.start(
    {
      connection: session.id,
      ...(action.kind === 'copy' ? { also: action.from } : {}),
      kind: kindOf(action),
      title: jobTitle(action, names.size),
      command,
      total: names.size,
    },
    async (control) => {
      try {
        return await withDraft(draft, async () => {
          const work =
            draft === null && action.kind === 'delete'
              ? unkeptDelete({ redis, control, known, command: removeCommand(session) })
              : new JournaledChange({ redis, control, change, draft });
          const act = (keys: readonly Uint8Array[]) => work.run(keys);
          await inChunks({ redis, names, control, gentle, act });
        });
      } finally {
        noteForGood(starting, planned, control.changed());
      }
    },
  );
}

const kindOf = ({ kind }: BulkAction): Job['kind'] => (kind === 'expireAt' ? 'expire' : kind);

/** The history also names what nothing was kept of. */
function noteForGood(
  { session, journal }: Starting,
  { action, names, command, selection, obstacle }: Planned,
  keys: number,
): void {
  if (obstacle === null || keys === 0) return;
  const title = ticketTitle(action, selection, names) ?? `Deleted ${countText(keys)}`;
  journal.history.noteForGood({ ...undoPlace(session), title, command, keys, never: obstacle });
}

/** What was journaled is kept in any case: also when the work ends by a failure of its own. */
async function withDraft(
  draft: JournalDraft | null,
  work: () => Promise<void>,
): Promise<JobResult> {
  try {
    await work();
  } catch (thrown) {
    await draft?.finish();
    throw thrown;
  }
  return { ticket: (await draft?.finish()) ?? null };
}

async function changeOf(
  { redis, session, pool }: Starting,
  { action, names, known }: Planned,
): Promise<Change> {
  const expiry = await expiryReader(redis, session, names.at(0));
  switch (action.kind) {
    case 'delete':
      return deleteChange(expiry, removeCommand(session), known);
    case 'expire':
    case 'expireAt':
      return expireChange(expiry, action, known);
    case 'rename':
      return renameChange(redis, action, known);
    case 'copy': {
      const source = pool.get(action.from);
      const there = await expiryReader(source.client, source, names.at(0));
      const from = { redis: source.client, expiry: there, replace: action.replace };
      return copyChange({ ...from, planned: known }, expiry);
    }
    default:
      return assertNever(action);
  }
}
