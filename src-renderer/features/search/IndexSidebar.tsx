import { Check, RefreshCw, Search, TriangleAlert } from 'lucide-react';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { IndexInfo, KnownIndex } from '../../../src-shared/contract/search.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { formatBytes } from '../../ui/format/bytes.ts';
import { ABSENT, formatCount, formatCountOf } from '../../ui/format/count.ts';
import { formatPercent } from '../../ui/format/ratio.ts';
import { Icon } from '../../ui/Icon.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Delayed, SkeletonRows } from '../../ui/Skeleton.tsx';
import { TypeMark } from '../../ui/TypeMark.tsx';
import { VirtualList } from '../../ui/VirtualList.tsx';
import { oneLine } from './cell-text.ts';
import { knownIndex } from './effective-command.ts';
import { fieldNote, fieldTitle, sizeBytes } from './schema-facts.ts';
import type { SearchStore } from './search-store.ts';

/** More than this and the list scrolls, so that the schema below stays in sight. */
const SHOWN_INDEXES = 8;
const PROGRESS_MS = 2_000;

/** What an index is on, as TYPE names it. */
const typeOf = (on: KnownIndex['on']): string => (on === 'JSON' ? 'ReJSON-RL' : on.toLowerCase());

function IndexRow({ index }: { readonly index: IndexInfo }) {
  return (
    <>
      {index.state === 'known' ? (
        <TypeMark type={typeOf(index.on)} />
      ) : (
        <Icon icon={TriangleAlert} size={12} className="mx-2 text-warning" />
      )}
      <bdi dir="ltr" className="mono ell grow" title={oneLine(index.name)}>
        {oneLine(index.name)}
      </bdi>
      <span className="count">
        {index.state === 'known' ? formatCount(index.documents) : 'not readable'}
      </span>
    </>
  );
}

function Schema({ index }: { readonly index: KnownIndex }) {
  return (
    <section aria-label="Schema" className="flex-none border-t border-border-1 px-3 py-2">
      <div className="mb-1 flex items-center">
        <h3 className="sec grow">Schema</h3>
        <span className="count">{formatCountOf(index.fields.length, 'field')}</span>
      </div>
      <ul>
        {index.fields.map((field) => (
          <li
            key={`${field.identifier} ${field.attribute}`}
            className="grid h-6 grid-cols-[minmax(0,1fr)_60px_minmax(0,76px)] items-center gap-2"
            title={oneLine(fieldTitle(field))}
          >
            <bdi dir="ltr" className="mono ell">
              {oneLine(field.attribute)}
            </bdi>
            <span className="mono text-11 text-text-2">{field.type}</span>
            <span className="ell text-right text-11 text-text-3">{fieldNote(field)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function IndexingState({ index }: { readonly index: KnownIndex }) {
  if (!index.indexing)
    return (
      <span className="inline-flex items-center gap-1.5">
        <Icon icon={Check} size={12} className="text-success" />
        complete
      </span>
    );
  const share = index.percentIndexed === null ? NaN : Number(index.percentIndexed);
  return <>{Number.isFinite(share) ? `${formatPercent(share)} so far` : 'under way'}</>;
}

function Failures({ index }: { readonly index: KnownIndex }) {
  if (index.failures === null || index.failures === '0') return <>{index.failures ?? ABSENT}</>;
  return (
    <span className="flex flex-col">
      <span className="text-warning">{index.failures}</span>
      {index.lastFailure === null ? null : (
        <span className="selectable text-11 break-words text-text-3">
          {oneLine(index.lastFailure.error)}:{' '}
          <span className="mono text-11">{oneLine(index.lastFailure.key)}</span>
        </span>
      )}
    </span>
  );
}

function Facts({ index }: { readonly index: KnownIndex }) {
  const size = sizeBytes(index.sizeMb);
  return (
    <section aria-label="Index" className="border-t border-border-1 px-3 py-2">
      <h3 className="sec mb-2">Index</h3>
      <dl className="kv tn">
        <dt>{index.prefixes.length === 1 ? 'Prefix' : 'Prefixes'}</dt>
        <dd className="mono selectable break-words">
          {index.prefixes.map(oneLine).join(', ') || '""'}
        </dd>
        <dt>Documents</dt>
        <dd>{formatCount(index.documents)}</dd>
        <dt>Terms</dt>
        <dd>{index.terms === null ? ABSENT : formatCount(Number(index.terms))}</dd>
        <dt>Size</dt>
        <dd>{size === null ? ABSENT : formatBytes(size)}</dd>
        <dt>Indexing</dt>
        <dd>
          <IndexingState index={index} />
        </dd>
        <dt>Failures</dt>
        <dd>
          <Failures index={index} />
        </dd>
      </dl>
    </section>
  );
}

/** While the chosen index is being built its figures are read again. */
function useProgress(isIndexing: boolean, store: SearchStore): void {
  useEffect(() => {
    if (!isIndexing) return undefined;
    const timer = setInterval(() => {
      if (store.getState().indexes.status === 'ready') void store.loadIndexes();
    }, PROGRESS_MS);
    return () => clearInterval(timer);
  }, [isIndexing, store]);
}

/** The indexes of the server, and what the chosen one is made of. */
export function IndexSidebar({ store }: { readonly store: SearchStore }) {
  const indexes = useStore(store, (state) => state.indexes);
  const list = useStore(store, (state) => state.list);
  const chosen = useStore(store, (state) => state.index);
  const active = list.findIndex(({ name }) => name === chosen);
  const index = list[active];
  const known = knownIndex(list, chosen);
  useProgress(known?.indexing === true, store);
  const reload = () => void store.loadIndexes();
  return (
    <section className="side" aria-label="Indexes">
      <div className="bar">
        <h2>Indexes</h2>
        {indexes.status === 'ready' ? (
          <span className="count">{formatCount(list.length)}</span>
        ) : null}
        <span className="grow" />
        <IconButton
          icon={RefreshCw}
          label="Read the indexes again"
          busy={indexes.status === 'loading'}
          onClick={reload}
        />
      </div>
      {indexes.status === 'failed' ? (
        <ErrorNotice
          error={indexes.error}
          action={
            <Button size="sm" onClick={reload}>
              Try again
            </Button>
          }
        />
      ) : null}
      {list.length === 0 && indexes.status === 'loading' ? (
        <Delayed>
          <SkeletonRows columns={[31, null, 40]} rows={4} label="Reading the indexes" />
        </Delayed>
      ) : null}
      {list.length === 0 && indexes.status === 'ready' ? (
        <EmptyState icon={Search} title="No index on this server">
          FT.CREATE makes one over the keys of a prefix
        </EmptyState>
      ) : null}
      {list.length === 0 ? null : (
        <div
          className="flex flex-none flex-col py-1"
          style={{ height: `calc(var(--row) * ${Math.min(SHOWN_INDEXES, list.length)} + 8px)` }}
        >
          <VirtualList
            label="Indexes"
            count={list.length}
            rowKey={(at) => list[at]?.name ?? String(at)}
            renderRow={(at) => {
              const row = list[at];
              return row === undefined ? null : <IndexRow index={row} />;
            }}
            active={active}
            onActiveChange={(at) => {
              const name = list[at]?.name;
              if (name !== undefined && name !== chosen) void store.selectIndex(name);
            }}
          />
        </div>
      )}
      <div
        className="scroll"
        tabIndex={known === null ? undefined : 0}
        role="region"
        aria-label="Schema and facts"
      >
        {known === null ? null : (
          <>
            <Schema index={known} />
            <Facts index={known} />
          </>
        )}
        {index?.state === 'refused' ? (
          <p className="border-t border-border-1 px-3 py-2 text-12 text-text-2">
            Its schema could not be read:{' '}
            <span className="mono selectable">{oneLine(index.reason)}</span>
          </p>
        ) : null}
      </div>
    </section>
  );
}
