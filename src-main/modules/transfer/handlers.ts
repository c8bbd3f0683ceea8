import { basename } from 'node:path';
import { FILE_ENDINGS } from '../../../src-shared/transfer-format.ts';
import type { JobRunner } from '../../jobs/job-runner.ts';
import type { Handlers } from '../../rpc/handler-types.ts';
import type { UndoJournal } from '../../undo/journal.ts';
import { PlanStore } from '../../undo/plan.ts';
import type { Shell } from '../app/handlers.ts';
import type { PlannedImport } from './open-import.ts';
import type { PlannedExport } from './plan-export.ts';

interface Services {
  readonly journal: UndoJournal;
  readonly jobs: JobRunner;
  readonly shell: Pick<Shell, 'chooseTarget' | 'chooseFile'>;
}

type Area =
  'transfer.exportPlan' | 'transfer.exportStart' | 'transfer.importOpen' | 'transfer.importStart';

/** Of a connection's name, what a file may be called. */
function suggestedName(connection: string, ending: string): string {
  const plain = connection.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 60);
  const day = new Date().toISOString().slice(0, 10);
  return `${plain === '' ? 'keys' : plain}-${day}.${ending}`;
}

/** What reads and writes files is loaded when it is first wanted: the start does not wait for the formats. */
export function createTransferHandlers({ journal, jobs, shell }: Services): Pick<Handlers, Area> {
  const exports = new PlanStore<PlannedExport>();
  const imports = new PlanStore<PlannedImport>();
  return {
    'transfer.exportPlan': async function* ({ selection }, { redis, session, signal }) {
      const { planExport } = await import('./plan-export.ts');
      yield* planExport({ redis, session, signal, plans: exports }, selection);
    },
    'transfer.exportStart': async ({ connection, planId, format }, { redis, session }) => {
      // Looked at before anybody is asked for a file, and taken once there is one.
      exports.look(connection, planId);
      const { name } = session.describe();
      const path = await shell.chooseTarget('keys', suggestedName(name, FILE_ENDINGS[format]));
      if (path === null) return null;
      const planned = exports.look(connection, planId);
      const { startExport } = await import('./run-export.ts');
      const job = await startExport({ redis, session, jobs, format, path }, planned);
      exports.take(connection, planId);
      return { job, fileName: basename(path) };
    },
    'transfer.importOpen': async (_input, { redis, session, signal }) => {
      const path = await shell.chooseFile('keys');
      if (path === null) return null;
      const { openImport } = await import('./open-import.ts');
      return await openImport({ redis, session, signal, journal, plans: imports }, path);
    },
    'transfer.importStart': async ({ connection, planId, conflicts }, { redis, session }) => {
      const { startImport } = await import('./run-import.ts');
      const planned = imports.take(connection, planId);
      const overwrite = conflicts === 'overwrite';
      return { job: await startImport({ redis, session, journal, jobs, overwrite }, planned) };
    },
  };
}
