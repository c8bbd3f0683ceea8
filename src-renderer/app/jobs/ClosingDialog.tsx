import { useStore } from 'zustand';
import { useClient } from '../../client/client-context.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { formatCountOf } from '../../ui/format/count.ts';
import { stopAndClose } from '../app-actions.ts';
import { doingWord, progressText } from './job-words.ts';
import { closingDialog, jobsStore, runningOn } from './jobs-store.ts';

/** Asks before a connection is closed on which work is running: it ends with the connection. */
export function ClosingDialog() {
  const client = useClient();
  const { jobs, closing } = useStore(jobsStore);
  if (closing === null) return null;
  const running = runningOn(jobs, closing);
  const title =
    running.length === 1
      ? '1 job is running'
      : `${formatCountOf(running.length, 'job')} are running`;
  return (
    <Dialog
      isOpen
      onClose={closingDialog.close}
      size="sm"
      title={title}
      description="It ends with the connection. What is done by then stays done"
      footer={
        <>
          <Button onClick={closingDialog.close}>Keep open</Button>
          <Button tone="danger" onClick={() => void stopAndClose(client, closing)}>
            Stop and close
          </Button>
        </>
      }
    >
      <ul className="text-12">
        {running.map((job) => (
          <li key={job.id}>
            {doingWord(job)} {progressText(job)}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
