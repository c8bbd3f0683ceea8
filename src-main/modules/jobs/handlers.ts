import type { JobRunner } from '../../jobs/job-runner.ts';
import type { Handlers } from '../../rpc/handler-types.ts';
import { latest } from '../../rpc/latest.ts';
import { whatBecameOf } from './what-became-of.ts';

export function createJobsHandlers({ jobs }: { readonly jobs: JobRunner }) {
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
    'jobs.failures': async ({ job, offset, count }) => {
      const { failures } = jobs.get(job);
      const { kept, total } = failures;
      return { failures: failures.slice(offset, offset + count), kept, total };
    },
    'jobs.touched': async ({ connection, job }, { redis, signal }) => {
      const { touched, connections } = jobs.get(job);
      // The first is where it changes keys, the other one where it only reads them.
      const names = connections[0] === connection ? touched.names : [];
      return { ...(await whatBecameOf(redis, names, signal)), isAll: touched.isAll };
    },
  } satisfies Pick<
    Handlers,
    | 'jobs.watch'
    | 'jobs.pause'
    | 'jobs.resume'
    | 'jobs.cancel'
    | 'jobs.dismiss'
    | 'jobs.failures'
    | 'jobs.touched'
  >;
}
