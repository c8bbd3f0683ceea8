import type { JobRunner } from '../../jobs/job-runner.ts';
import type { Handlers } from '../../rpc/handler-types.ts';
import { latest } from '../../rpc/latest.ts';

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
  } satisfies Pick<
    Handlers,
    'jobs.watch' | 'jobs.pause' | 'jobs.resume' | 'jobs.cancel' | 'jobs.dismiss' | 'jobs.failures'
  >;
}
