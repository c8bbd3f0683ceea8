import indexUrl from './arena/key-index-worker.ts?worker&url';
import decodeUrl from './decode/decode-worker.ts?worker&url';

const urls = { keys: indexUrl, decode: decodeUrl } as const;

/** The policy's name is in the window's Content-Security-Policy, and it lets nothing through but these files. */
const policy =
  typeof trustedTypes === 'undefined'
    ? null
    : trustedTypes.createPolicy('redstart-worker', {
        createScriptURL: (url) => {
          if (url === indexUrl || url === decodeUrl) return url;
          throw new Error('not a worker of ours');
        },
      });

/** Starts one of the workers of this view. */
export function openWorker(name: keyof typeof urls): Worker {
  const url = policy === null ? urls[name] : policy.createScriptURL(urls[name]);
  return new Worker(url, { type: 'module', name });
}
