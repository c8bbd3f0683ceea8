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
  /** The button that closes it. */
  readonly close: string;
}

/** null when nothing runs, and no key has changes that are not saved. */
export function stopQuestion(jobs: readonly Job[], unsavedKeys: number): StopQuestion | null {
  const running = jobs.filter(({ endedAtMs }) => endedAtMs === null);
  const keys = unsavedKeys === 1 ? '1 key' : `${count(unsavedKeys)} keys`;
  if (running.length === 0)
    return unsavedKeys === 0
      ? null
      : {
          message: `Discard changes to ${keys}?`,
          detail: 'What was written here and not saved is lost with the window.',
          close: 'Discard and close',
        };
  const lines = running.map(
    ({ kind, done, total }) =>
      `${doing[kind]} ${count(done)}${total === null ? '' : ` of ${count(total)}`}`,
  );
  const lost = unsavedKeys === 0 ? '' : `\n\nChanges to ${keys} are not saved and will be lost.`;
  return {
    message: running.length === 1 ? '1 job is running' : `${running.length} jobs are running`,
    detail: `${lines.join('\n')}\n\nWhat is done by then stays done, and can be undone if that was said before.${lost}`,
    close: 'Stop and close',
  };
}
