import { connectIndexes, type Indexes } from './connect-indexes.ts';
import workerUrl from './key-index-worker.ts?worker&url';

/** The policy's name is in the window's Content-Security-Policy, and it lets nothing through but this one file. */
const policy =
  typeof trustedTypes === 'undefined'
    ? null
    : trustedTypes.createPolicy('redstart-worker', {
        createScriptURL: (url) => {
          if (url === workerUrl) return url;
          throw new Error('not the worker of the keys');
        },
      });

/** Indexes in a worker of their own, so that a million names are added, sorted and filtered beside the screen. */
export function openIndexes(onFailure: (message: string) => void): Indexes {
  const url = policy === null ? workerUrl : policy.createScriptURL(workerUrl);
  const worker = new Worker(url, { type: 'module', name: 'keys' });
  // Without it every question would wait for ever.
  worker.addEventListener('error', ({ message }) => onFailure(message));
  const { port1, port2 } = new MessageChannel();
  worker.postMessage(null, [port2]);
  return connectIndexes(port1, () => worker.terminate());
}
