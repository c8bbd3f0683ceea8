import { basename } from 'node:path';
import type { JobRunner } from '../../jobs/job-runner.ts';
import type { Handlers } from '../../rpc/handler-types.ts';
import { latest } from '../../rpc/latest.ts';
import type { Shell } from '../app/handlers.ts';
import { ExportFile } from '../transfer/export-file.ts';
import { reportAsText, writeReport } from './report-text.ts';
import { whatBecameOf } from './what-became-of.ts';

type Area =
  | 'jobs.watch'
  | 'jobs.pause'
  | 'jobs.resume'
  | 'jobs.cancel'
  | 'jobs.dismiss'
  | 'jobs.report'
  | 'jobs.copyReport'
  | 'jobs.saveReport'
  | 'jobs.touched';

/** A clipboard is read whole by whoever pastes it. */
const MOST_COPIED = 16_777_216;

interface Services {
  readonly jobs: JobRunner;
  readonly shell: Pick<Shell, 'copyText' | 'chooseTarget'>;
}

export function createJobsHandlers({ jobs, shell }: Services): Pick<Handlers, Area> {
  return {
    'jobs.watch': (_input, { signal }) =>
      latest(
        () => jobs.list(),
        (changed) => jobs.watch(changed),
        signal,
      ),
    'jobs.pause': async ({ job }) => {
      jobs.get(job).pause();
      return {};
    },
    'jobs.resume': async ({ job }) => {
      jobs.get(job).resume();
      return {};
    },
    'jobs.cancel': async ({ job }) => {
      jobs.get(job).cancel();
      return {};
    },
    'jobs.dismiss': async ({ job }) => {
      jobs.dismiss(job);
      return {};
    },
    'jobs.report': async ({ job: id, part, offset, count }) => {
      const job = jobs.get(id);
      const list = job.named(part);
      const rows = list.slice(offset, offset + count);
      return { rows, kept: list.kept, total: job.countOf(part) };
    },
    'jobs.copyReport': async ({ job: id, part }) => {
      const job = jobs.get(id);
      const { text, keys } = await reportAsText(job, part, MOST_COPIED);
      shell.copyText(text);
      return { copied: keys, total: job.countOf(part) };
    },
    'jobs.saveReport': async ({ job: id }) => {
      const job = jobs.get(id);
      const { kind, startedAtMs } = job.describe();
      const day = new Date(startedAtMs).toISOString().slice(0, 10);
      const path = await shell.chooseTarget('report', `${kind}-report-${day}.ndjson`);
      if (path === null) return null;
      const file = await ExportFile.create(path);
      let isWhole = false;
      try {
        const keys = await writeReport(job, (text) => file.write(text));
        isWhole = true;
        await file.commit();
        return { fileName: basename(path), keys };
      } finally {
        if (!isWhole) await file.discard();
      }
    },
    'jobs.touched': async ({ connection, job }, { redis, signal }) => {
      const { touched, connections } = jobs.get(job);
      // The first is where it changes keys, the other one where it only reads them.
      const names = connections[0] === connection ? touched.names : [];
      return { ...(await whatBecameOf(redis, names, signal)), isAll: touched.isAll };
    },
  };
}
