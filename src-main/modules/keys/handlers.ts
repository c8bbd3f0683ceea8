import type { Handlers } from '../../rpc/handler-types.ts';
import { scanKeys } from '../../scan/scan-keys.ts';
import type { UndoJournal } from '../../undo/journal.ts';
import { renameKey, setTtl } from './change-key.ts';
import { createKey } from './create-key.ts';
import { describeKeys, measureKeys, readKeyHead } from './describe-keys.ts';

type Area =
  | 'keys.scan'
  | 'keys.describe'
  | 'keys.measure'
  | 'keys.head'
  | 'keys.create'
  | 'keys.setTtl'
  | 'keys.rename';

export function createKeysHandlers({
  journal,
}: {
  readonly journal: UndoJournal;
}): Pick<Handlers, Area> {
  return {
    'keys.scan': ({ match, type, resume }, { redis, session, signal }) =>
      scanKeys(redis, {
        match,
        type,
        resume,
        signal,
        gentle: session.describe().environment === 'production',
      }),
    'keys.describe': ({ keys }, { redis }) => describeKeys(redis, keys),
    'keys.measure': ({ keys }, { redis }) => measureKeys(redis, keys),
    'keys.head': ({ key }, { redis }) => readKeyHead(redis, key),
    'keys.create': ({ key, value, ttlMs }, { redis, session }) =>
      createKey({ redis, session, journal }, { key, value, ttlMs }),
    'keys.setTtl': ({ key, ttlMs, readAsMs }, { redis, session }) =>
      setTtl({ redis, session, journal }, key, { ttlMs, readAsMs }),
    'keys.rename': ({ key, to }, { redis, session }) =>
      renameKey({ redis, session, journal }, key, to),
  };
}
