import { TriangleAlert } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { readHyperLogLog } from '../../../../../src-shared/hyperloglog.ts';
import { LIMITS } from '../../../../../src-shared/limits.ts';
import { useClient } from '../../../../client/client-context.ts';
import { Banner } from '../../../../ui/Banner.tsx';
import { Button } from '../../../../ui/Button.tsx';
import { ErrorNotice } from '../../../../ui/ErrorNotice.tsx';
import { formatBytes } from '../../../../ui/format/bytes.ts';
import { Segmented } from '../../../../ui/Segmented.tsx';
import { Delayed, SkeletonRows } from '../../../../ui/Skeleton.tsx';
import { DecodeMenu } from '../../decode/DecodeMenu.tsx';
import { JsonModes } from '../json/JsonModes.tsx';
import { BytesBody } from '../value/BytesBody.tsx';
import { useBytesView } from '../value/use-bytes-view.ts';
import { ViewBar } from '../ViewBar.tsx';
import { BitsView } from './bits/BitsView.tsx';
import { HyperLogLogView } from './bits/HyperLogLogView.tsx';
import { EditBar } from './edit/EditBar.tsx';
import { StringEditButtons, StringEditor } from './edit/StringEditor.tsx';
import { useEditing } from './edit/use-editing.ts';
import { createStringStore, type StringState, type StringStore } from './string-store.ts';
import type { ValueProps } from './value-props.ts';

/** More than this is read piece by piece only: text and hex of it would not fit into the window's memory. */
const MOST_AT_ONCE = 67_108_864;

type Ready = Extract<StringState, { readonly status: 'ready' }>;

interface PartProps {
  readonly strings: StringStore;
  readonly state: Ready;
}

/** How much of the value is here, and how to get more. */
function Part({ strings, state }: PartProps) {
  const { bytes, total, more } = state;
  const left = total - bytes.byteLength;
  if (left <= 0) return null;
  const next = Math.min(LIMITS.valueChunkBytes, left);
  return (
    <div className="flex min-h-row flex-none items-center gap-3 border-t border-border-1 px-3 text-12">
      {more.status === 'running' ? (
        <>
          <span className="tn text-text-3" role="status">
            Reading, {formatBytes(more.read)} of {formatBytes(total)}
          </span>
          <button type="button" className="link" onClick={strings.stop}>
            Stop
          </button>
        </>
      ) : (
        <>
          <span className="tn text-text-3">
            The first {formatBytes(bytes.byteLength)} of {formatBytes(total)}
          </span>
          <button
            type="button"
            className="link"
            onClick={() => void strings.readTo(bytes.byteLength + LIMITS.valueChunkBytes)}
          >
            Load {formatBytes(next)} more
          </button>
          {total <= MOST_AT_ONCE && left > next ? (
            <button type="button" className="link" onClick={() => void strings.readTo(total)}>
              Load all
            </button>
          ) : null}
        </>
      )}
    </div>
  );
}

const isOpen = ({ disabled }: { readonly disabled?: boolean | undefined }): boolean =>
  disabled !== true;

function ReadyString({ strings, state, value }: PartProps & { readonly value: ValueProps }) {
  const { bytes, total, more } = state;
  const { onReload } = value;
  const editing = useEditing(value);
  const shown = useBytesView(bytes, bytes.byteLength < total);
  const counter = useMemo(() => readHyperLogLog(bytes), [bytes]);
  const [special, setSpecial] = useState<'bits' | 'hyperloglog' | 'none' | null>(null);
  const isCounter = counter !== null && (special === null || special === 'hyperloglog');
  const view = special === 'bits' ? special : isCounter ? 'hyperloglog' : shown.view;
  let body: ReactNode = <BytesBody shown={shown} hasModes />;
  if (view === 'bits') body = <BitsView {...value} total={total} editing={editing} />;
  else if (view === 'hyperloglog' && counter !== null) body = <HyperLogLogView value={counter} />;
  return (
    <>
      <ViewBar
        onReload={onReload}
        end={<StringEditButtons editing={editing} bytes={bytes} total={total} />}
      >
        <Segmented
          label="Show the value as"
          value={view}
          segments={[
            ...(counter === null ? shown.segments : shown.segments.filter(isOpen)),
            { value: 'bits', label: 'Bits' },
            ...(counter === null ? [] : [{ value: 'hyperloglog', label: 'HyperLogLog' } as const]),
          ]}
          onChange={(next) => {
            const isSpecial = next === 'bits' || next === 'hyperloglog';
            setSpecial(isSpecial ? next : 'none');
            if (!isSpecial) shown.choose(next);
          }}
        />
        <DecodeMenu
          decoding={shown.decoding}
          onChosen={() => {
            setSpecial('none');
            shown.choose('decoded');
          }}
        />
        {view === 'json' ? <JsonModes /> : null}
        <span className="count pl-1">
          {formatBytes(total)}
          {shown.sniffed.text === null ? ', not UTF-8' : ''}
        </span>
      </ViewBar>
      {more.status === 'failed' ? <ErrorNotice error={more.error} /> : null}
      {state.isTorn ? (
        <Banner
          tone="warn"
          icon={TriangleAlert}
          title="It changed while it was read."
          action={
            <Button size="sm" onClick={onReload}>
              Reload
            </Button>
          }
        >
          The parts below do not belong together.
        </Banner>
      ) : null}
      <StringEditor editing={editing} bytes={bytes} total={total}>
        {body}
      </StringEditor>
      {view === 'bits' ? null : <Part strings={strings} state={state} />}
      <EditBar editing={editing} />
    </>
  );
}

/** A string: text, JSON where it is some, and hex. */
export function StringView(props: ValueProps) {
  const { connection, keyName, revision, onReload, onGone } = props;
  const client = useClient();
  const [strings] = useState(() =>
    createStringStore({ client, connection: connection.id, key: keyName, onGone }),
  );
  useEffect(() => {
    void strings.load();
    return strings.dispose;
  }, [strings, revision]);
  const state = useStore(strings.store);
  if (state.status === 'ready')
    return <ReadyString strings={strings} state={state} value={props} />;
  if (state.status === 'failed')
    return (
      <ErrorNotice
        error={state.error}
        action={
          <Button size="sm" onClick={onReload}>
            Try again
          </Button>
        }
      />
    );
  return (
    <>
      <ViewBar onReload={onReload} />
      <Delayed>
        <SkeletonRows columns={[24, null]} rows={8} label="Reading the value" />
      </Delayed>
    </>
  );
}
