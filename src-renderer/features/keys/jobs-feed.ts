import type { ConnectionId } from '../../../src-shared/contract/define.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { Client } from '../../client/client.ts';
import { toasts } from '../../ui/toast-store.ts';
import { unlessClosed } from './arena/connect-indexes.ts';
import type { Listings } from './listings.ts';
import { namesOf, type Touched, touchedKeysOf } from './touched-keys.ts';

export interface JobsFeedOptions {
  readonly client: Client;
  readonly connection: ConnectionId;
  readonly listings: Pick<Listings, 'each' | 'rescan'>;
  /** Keys came, went, or are others than they were. */
  readonly onChanged: () => void;
  readonly signal: AbortSignal;
}

/**
 * Work on many keys that ends on this connection is shown by its lists. So many keys as main names are taken out or added by
 * name; of more the server is asked again.
 */
export function feedJobs(options: JobsFeedOptions): void {
  const { client, connection, listings, onChanged, signal } = options;

  async function show({ there, gone }: Touched): Promise<void> {
    await Promise.all(
      listings.each().map(async ({ index, scope }) => {
        await unlessClosed(index.change(namesOf(gone), false));
        const type = scope.type?.toLowerCase();
        for (const { type: its, names, ends } of there)
          if (type === undefined || type === its.toLowerCase())
            await unlessClosed(index.addFound(names, ends));
      }),
    );
  }

  async function follow(touched: Result<Touched>): Promise<void> {
    if (!touched.ok) {
      const message = 'The list does not show yet what was changed';
      const detail = `${touched.error.message}. Scan again to see it`;
      toasts.show({ tone: 'error', message, detail });
      return;
    }
    await show(touched.value);
    if (!touched.value.isAll) listings.rescan();
    onChanged();
  }

  const end = touchedKeysOf(client, connection).listen((touched) => void follow(touched));
  signal.addEventListener('abort', end, { once: true });
}
