import type { Job, JobKind } from '../../src-shared/contract/jobs.ts';

const doing: Readonly<Record<JobKind, string>> = {
  delete: 'deleting',
  expire: 'changing the TTL of',
  rename: 'renaming',
  copy: 'copying',
  export: 'exporting',
  import: 'importing',
  undo: 'restoring',
};

const count = (value: number): string => value.toLocaleString('en-US');

/** What is asked before the window is closed. */
export interface StopQuestion {
  /** "2 jobs are running" */
  readonly message: string;
  /** "deleting 12,003 of 50,000", one line each. */
  readonly detail: string;
}

/** null when nothing runs. */
export function stopQuestion(jobs: readonly Job[]): StopQuestion | null {
  const running = jobs.filter(({ endedAtMs }) => endedAtMs === null);
  if (running.length === 0) return null;
  const lines = running.map(
    ({ kind, done, total }) =>
      `${doing[kind]} ${count(done)}${total === null ? '' : ` of ${count(total)}`}`,
  );
  return {
    message: running.length === 1 ? '1 job is running' : `${running.length} jobs are running`,
    detail: `${lines.join('\n')}\n\nWhat is done by then stays done, and can be undone if that was said before.`,
  };
}
