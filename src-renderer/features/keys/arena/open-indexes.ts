import { openWorker } from '../open-worker.ts';
import { connectIndexes, type Indexes } from './connect-indexes.ts';

/** Indexes in a worker of their own, so that a million names are added, sorted and filtered beside the screen. */
export function openIndexes(onFailure: (message: string) => void): Indexes {
  const worker = openWorker('keys');
  // Without it every question would wait for ever.
  worker.addEventListener('error', ({ message }) => onFailure(message));
  const { port1, port2 } = new MessageChannel();
  worker.postMessage(null, [port2]);
  return connectIndexes(port1, () => worker.terminate());
}
