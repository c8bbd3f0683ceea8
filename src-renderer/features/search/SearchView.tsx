import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { ViewProps } from '../../app/feature.ts';
import { useClient } from '../../client/client-context.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { isModKey } from '../../ui/platform.ts';
import { Delayed, SkeletonRows } from '../../ui/Skeleton.tsx';
import { SplitPane } from '../../ui/SplitPane.tsx';
import { DocumentPanel } from './DocumentPanel.tsx';
import { IndexSidebar } from './IndexSidebar.tsx';
import { withLimit, limitOf } from './line-edits.ts';
import { OptionBar } from './OptionBar.tsx';
import { QueryBar } from './QueryBar.tsx';
import { ResultBar } from './ResultBar.tsx';
import { Results } from './Results.tsx';
import { type SearchStore, searchStoreOf } from './search-store.ts';

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.closest('input, textarea, select, [contenteditable]') !== null;

/** The keys of the view: / to the line, Ctrl or Cmd with Enter runs it, with R reads all again. */
function useViewKeys(store: SearchStore) {
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return;
      if (event.key === '/' && !isTyping(event.target)) {
        field.current?.focus();
        field.current?.select();
      } else if (event.key === 'Enter' && isModKey(event)) void store.run();
      else if (event.key.toLowerCase() === 'r' && isModKey(event) && !event.shiftKey) {
        void store.loadIndexes();
        void store.run();
      } else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [store]);
  return field;
}

function Answer({ store }: { readonly store: SearchStore }) {
  const run = useStore(store, (state) => state.run);
  const found = useStore(store, (state) => state.found);
  const line = useStore(store, (state) => state.line);
  const parsed = useStore(store, (state) => state.parsed);
  const preview = useStore(store, (state) => state.preview);
  // The server's words about a line stand at that line.
  const isAtLine = run.status === 'failed' && run.error.code === 'redis.reply';
  const results = (
    <div className="main">
      {found === null ? null : (
        <ResultBar
          found={found}
          isCurrent={found.line === line && run.status !== 'failed'}
          onPage={(offset) => {
            if (parsed.ok)
              void store.runLine(withLimit(line, parsed, offset, limitOf(parsed.command).count));
          }}
        />
      )}
      {found === null ? (
        run.status === 'running' ? (
          <Delayed>
            <SkeletonRows columns={[40, 220, null, 90, 90]} rows={12} label="Searching" />
          </Delayed>
        ) : null
      ) : (
        <Results store={store} found={found} />
      )}
    </div>
  );
  return (
    <>
      {run.status === 'failed' && !isAtLine ? (
        <ErrorNotice
          error={run.error}
          action={
            <Button size="sm" onClick={() => void store.run()}>
              Run again
            </Button>
          }
        />
      ) : null}
      <SplitPane
        label="Height of the document"
        orientation="vertical"
        className="grow"
        sized="second"
        defaultSize={260}
        minSize={120}
        isHidden={preview.status === 'none'}
        first={results}
        second={<DocumentPanel preview={preview} onClose={store.closePreview} />}
      />
    </>
  );
}

export function SearchView({ connection }: ViewProps) {
  const client = useClient();
  const store = searchStoreOf(client, connection.id);
  const field = useViewKeys(store);
  const isReady = connection.state.status === 'ready';
  useEffect(() => {
    // Counts are of the moment they were read: coming back, or the connection, reads them again.
    if (isReady && store.getState().indexes.status !== 'loading') void store.loadIndexes();
  }, [store, isReady]);
  return (
    <SplitPane
      label="Width of the indexes"
      sized="first"
      defaultSize={248}
      minSize={200}
      maxSize={520}
      minRest={420}
      first={<IndexSidebar store={store} />}
      second={
        <section className="main" aria-label="Search">
          <QueryBar store={store} field={field} />
          <OptionBar store={store} />
          <Answer store={store} />
        </section>
      }
    />
  );
}
