import { useStore } from 'zustand';
import { escapeBytes } from '../../../src-shared/redis-value.ts';
import { useClient } from '../../client/client-context.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { formatCountOf } from '../../ui/format/count.ts';
import { stopAndClose } from '../app-actions.ts';
import { unsavedOn, unsavedStore } from '../unsaved-store.ts';
import { doingWord, progressText } from './job-words.ts';
import { closingDialog, jobsStore, runningOn } from './jobs-store.ts';

/** Keys that are named; the others are counted. */
const NAMED = 8;
const NAME_BYTES = 120;

function titleOf(running: number, unsaved: number): string {
  if (running === 0)
    return `Discard changes to ${unsaved === 1 ? '1 key' : formatCountOf(unsaved, 'key')}?`;
  return running === 1 ? '1 job is running' : `${formatCountOf(running, 'job')} are running`;
}

function descriptionOf(running: number, unsaved: number): string {
  const lost = 'What was written here and not saved is lost with the connection';
  if (running === 0) return lost;
  const jobs = `${running === 1 ? 'It ends' : 'They end'} with the connection. What is done by then stays done`;
  return unsaved === 0 ? jobs : `${jobs}. ${lost}`;
}

function Unsaved({ keys }: { readonly keys: readonly Uint8Array[] }) {
  if (keys.length === 0) return null;
  return (
    <section className="mt-2 text-12" aria-label="Not saved">
      <h3 className="sec">Not saved</h3>
      <ul>
        {keys.slice(0, NAMED).map((key, index) => (
          <li key={index} className="mono ell">
            <bdi dir="ltr">{escapeBytes(key.subarray(0, NAME_BYTES))}</bdi>
          </li>
        ))}
      </ul>
      {keys.length > NAMED ? (
        <p className="text-text-3">and {formatCountOf(keys.length - NAMED, 'more key')}</p>
      ) : null}
    </section>
  );
}

/** Asks before a connection is closed on which work is running, or with which changes that are not saved would go. */
export function ClosingDialog() {
  const client = useClient();
  const { jobs, closing } = useStore(jobsStore);
  const drafts = useStore(unsavedStore);
  if (closing === null) return null;
  const running = runningOn(jobs, closing);
  const unsaved = unsavedOn(drafts, closing);
  return (
    <Dialog
      isOpen
      onClose={closingDialog.close}
      size="sm"
      title={titleOf(running.length, unsaved.length)}
      description={descriptionOf(running.length, unsaved.length)}
      footer={
        <>
          <Button onClick={closingDialog.close}>Keep open</Button>
          <Button tone="danger" onClick={() => void stopAndClose(client, closing)}>
            {running.length === 0 ? 'Discard and close' : 'Stop and close'}
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
      <Unsaved keys={unsaved} />
    </Dialog>
  );
}
