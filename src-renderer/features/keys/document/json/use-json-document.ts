import { useEffect, useState } from 'react';
import type { OpenConnection } from '../../../../../src-shared/contract/connections.ts';
import type { Client } from '../../../../client/client.ts';
import { useLatest } from '../../../../ui/use-latest.ts';
import { draftsOf } from './drafts.ts';
import { createJsonEditing } from './json-editing.ts';
import { createJsonLevels } from './json-levels.ts';
import { createJsonQuery } from './json-query.ts';
import { createJsonSaving } from './json-saving.ts';
import { createJsonDocument, type JsonDocumentOptions } from './json-store.ts';
import { createPathEditing } from './path-editing.ts';

export interface UseJsonOptions {
  readonly client: Client;
  readonly connection: OpenConnection;
  readonly keyName: Uint8Array;
  /** Read again when it changes. */
  readonly revision: number;
  readonly onWritten: () => void;
  readonly onGone: () => void;
}

function createAll(given: JsonDocumentOptions) {
  const query = createJsonQuery(given.client, given.connection, given.key);
  const options = {
    ...given,
    onWritten: () => {
      given.onWritten();
      // Its matches may have changed.
      if (query.store.getState().result.status === 'ready') void query.run();
    },
  };
  const document = createJsonDocument(options);
  const editing = createJsonEditing(document, options);
  const levels = createJsonLevels(options.client, options.connection, options.key);
  const reread = async (): Promise<void> => {
    await document.load();
    if (document.store.getState().status === 'tooLarge') await levels.load();
  };
  const saving = createJsonSaving(document, editing, { ...options, reread });
  const paths = createPathEditing({
    ...options,
    onWritten: () => {
      options.onWritten();
      void reread();
    },
  });
  return { document, levels, editing, saving, query, paths, reread, drafts: options.drafts };
}

export type JsonStores = ReturnType<typeof createAll>;

/** The stores of one document, for as long as it is shown. */
export function useJsonDocument(options: UseJsonOptions): JsonStores {
  const { client, connection, keyName, revision } = options;
  const onWritten = useLatest(options.onWritten);
  const onGone = useLatest(options.onGone);
  const [stores] = useState(() =>
    createAll({
      client,
      connection: connection.id,
      key: keyName,
      drafts: draftsOf(client, connection.id),
      onWritten,
      onGone,
    }),
  );
  useEffect(() => {
    void stores.document.load();
    void stores.query.run();
  }, [stores, revision]);
  useEffect(
    () => () => {
      stores.document.dispose();
      stores.levels.dispose();
      stores.query.dispose();
    },
    [stores],
  );
  return stores;
}
