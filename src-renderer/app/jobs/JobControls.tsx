import { Pause, Play, X } from 'lucide-react';
import type { Job } from '../../../src-shared/contract/jobs.ts';
import { useClient } from '../../client/client-context.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { control } from './job-actions.ts';

/** Pause or resume, and cancel, of a job that has not ended, in words. */
export function JobButtons({ job }: { readonly job: Job }) {
  const client = useClient();
  const isPaused = job.status === 'paused';
  return (
    <>
      <Button
        size="sm"
        icon={isPaused ? Play : Pause}
        onClick={() => void control(client, isPaused ? 'jobs.resume' : 'jobs.pause', job)}
      >
        {isPaused ? 'Resume' : 'Pause'}
      </Button>
      <Button size="sm" onClick={() => void control(client, 'jobs.cancel', job)}>
        Cancel
      </Button>
    </>
  );
}

/** The same where there is little room. */
export function JobControls({ job }: { readonly job: Job }) {
  const client = useClient();
  return (
    <>
      {job.status === 'paused' ? (
        <IconButton
          icon={Play}
          label={`Resume: ${job.title}`}
          onClick={() => void control(client, 'jobs.resume', job)}
        />
      ) : (
        <IconButton
          icon={Pause}
          label={`Pause: ${job.title}`}
          onClick={() => void control(client, 'jobs.pause', job)}
        />
      )}
      <IconButton
        icon={X}
        label={`Cancel: ${job.title}`}
        onClick={() => void control(client, 'jobs.cancel', job)}
      />
    </>
  );
}
