import { Box } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Output } from '../../../../../src-shared/contract/index.ts';
import type { AppError } from '../../../../../src-shared/result.ts';
import { useClient } from '../../../../client/client-context.ts';
import { Button } from '../../../../ui/Button.tsx';
import { EmptyState } from '../../../../ui/EmptyState.tsx';
import { ErrorNotice } from '../../../../ui/ErrorNotice.tsx';
import { explainError } from '../../../../ui/explain-error.ts';
import { formatBytes } from '../../../../ui/format/bytes.ts';
import { Delayed, SkeletonRows } from '../../../../ui/Skeleton.tsx';
import { typeMark } from '../../../../ui/type-marks.ts';
import { ViewBar } from '../ViewBar.tsx';
import type { ValueProps } from './value-props.ts';

type Module = Output<'values.module'>;
type ModuleState =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly error: AppError }
  | { readonly status: 'ready'; readonly value: Module };

type DumpState =
  | { readonly is: 'unasked' }
  | { readonly is: 'asking' }
  | { readonly is: 'known'; readonly bytes: number | null }
  | { readonly is: 'failed'; readonly error: AppError };

/** How long its DUMP is, once it was asked for: the server would send it whole. */
function DumpSize({ connection, keyName }: Pick<ValueProps, 'connection' | 'keyName'>) {
  const client = useClient();
  const [state, setState] = useState<DumpState>({ is: 'unasked' });
  const ask = async (): Promise<void> => {
    setState({ is: 'asking' });
    const input = { connection: connection.id, key: keyName };
    const result = await client.call('values.dumpSize', input);
    setState(
      result.ok
        ? { is: 'known', bytes: result.value.bytes }
        : { is: 'failed', error: result.error },
    );
  };
  switch (state.is) {
    case 'unasked':
      return (
        <button
          type="button"
          className="link"
          aria-label="Measure the DUMP"
          onClick={() => void ask()}
        >
          Measure
        </button>
      );
    case 'asking':
      return 'Measuring';
    case 'known':
      return state.bytes === null ? 'not measured: large, or refused' : formatBytes(state.bytes);
    case 'failed':
      return explainError(state.error).what;
  }
}

function FactsTable({
  value,
  ...at
}: { readonly value: Module } & Pick<ValueProps, 'connection' | 'keyName' | 'head'>) {
  const { type } = at.head;
  return (
    <div className="scroll selectable max-h-full p-4">
      <dl className="kv max-w-200">
        {value.facts.map(({ name, value: text }, index) => (
          // A module may name two facts alike.
          <div key={index} className="contents">
            <dt>{name}</dt>
            <dd className="mono break-words whitespace-pre-wrap">{text === '' ? '""' : text}</dd>
          </div>
        ))}
        <dt>Type</dt>
        <dd className="mono">{type}</dd>
        <dt>DUMP</dt>
        <dd>
          <DumpSize {...at} />
        </dd>
      </dl>
      {value.facts.length > 0 ? null : (
        <p className="mt-3 text-12 text-text-3">
          Nothing more can be read of a {type} here. TTL, rename, copy and delete work as for any
          key.
        </p>
      )}
    </div>
  );
}

export interface ModuleViewProps extends ValueProps {
  /** At the right of the facts. */
  readonly beside?: ReactNode;
}

/** A type of a module, or one not known here: what its own INFO says. */
export function ModuleView({ beside, ...props }: ModuleViewProps) {
  const { connection, keyName, head, revision, onReload, onGone } = props;
  const client = useClient();
  const [store] = useState(() => createStore<ModuleState>(() => ({ status: 'loading' })));
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const read = async (): Promise<void> => {
      const input = { connection: connection.id, key: keyName };
      const result = await client.call('values.module', input, { signal });
      if (signal.aborted) return;
      if (result.ok) store.setState({ status: 'ready', value: result.value }, true);
      else if (result.error.code === 'notFound') onGone();
      else store.setState({ status: 'failed', error: result.error }, true);
    };
    void read();
    return () => {
      controller.abort();
    };
  }, [client, connection.id, keyName, onGone, revision, store]);
  const state = useStore(store);
  const mark = typeMark(head.type);
  return (
    <>
      <ViewBar onReload={onReload}>
        <span className="pl-1 text-12 text-text-2">{mark.name}</span>
        {state.status !== 'ready' ? null : (
          <span className="count">{state.value.command ?? ''}</span>
        )}
      </ViewBar>
      {state.status === 'ready' ? (
        <div className="flex min-h-0 grow">
          <div className="min-w-0 grow">
            <FactsTable value={state.value} connection={connection} keyName={keyName} head={head} />
          </div>
          {beside}
        </div>
      ) : null}
      {state.status === 'loading' ? (
        <Delayed>
          <SkeletonRows columns={[140, null]} rows={6} label="Reading the facts" />
        </Delayed>
      ) : null}
      {state.status === 'failed' ? (
        <>
          <ErrorNotice
            error={state.error}
            action={
              <Button size="sm" onClick={onReload}>
                Try again
              </Button>
            }
          />
          <EmptyState icon={Box} title={`A value of type ${head.type}`}>
            Its facts could not be read. TTL, rename, copy and delete work as for any key.
          </EmptyState>
        </>
      ) : null}
    </>
  );
}
