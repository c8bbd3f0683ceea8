import { Plus, TriangleAlert } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useState } from 'react';
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
import { appendDraft, stringBytes, WHOLE } from './edit/bytes-drafts.ts';
import { BytesEditor, EditButton, isEditedAt, shownDraft } from './edit/BytesEditor.tsx';
import { draftView } from './edit/draft-view.ts';
import { EditBar } from './edit/EditBar.tsx';
import { useEditing } from './edit/use-editing.ts';
import { createStringStore, type StringState, type StringStore } from './string-store.ts';
import { StringPart } from './StringPart.tsx';
import type { ValueProps } from './value-props.ts';

type Ready = Extract<StringState, { readonly status: 'ready' }>;

interface ReadyProps {
  readonly strings: StringStore;
  readonly state: Ready;
  readonly value: ValueProps;
}

const isOpen = ({ disabled }: { readonly disabled?: boolean | undefined }): boolean =>
  disabled !== true;

function ReadyString({ strings, state, value }: ReadyProps) {
  const { start, bytes, total, more, reveal } = state;
  const { onReload } = value;
  const editing = useEditing(value);
  const missing = { before: start > 0, after: start + bytes.byteLength < total };
  const shown = useBytesView(bytes, missing);
  const counter = useMemo(() => (start === 0 ? readHyperLogLog(bytes) : null), [bytes, start]);
  const [special, setSpecial] = useState<'bits' | 'hyperloglog' | 'none' | null>(null);
  const isCounter = counter !== null && (special === null || special === 'hyperloglog');
  const edited = useMemo(() => stringBytes(bytes, start, total), [bytes, start, total]);
  const isEdited = isEditedAt(editing, WHOLE, false);
  const drafted = draftView({ shown, editing, edited, rowId: WHOLE, isInPanel: false });
  const beside = special === 'bits' ? special : isCounter ? 'hyperloglog' : null;
  const view = isEdited ? drafted.view : (beside ?? drafted.view);
  let body: ReactNode = <BytesBody shown={shown} hasModes isEditable at={{ start, reveal }} />;
  if (view === 'bits') body = <BitsView {...value} total={total} editing={editing} />;
  else if (view === 'hyperloglog' && counter !== null) body = <HyperLogLogView value={counter} />;
  const { sniffed, decoding } = shown;
  const { edit } = decoding;
  const draft = useMemo(
    () => shownDraft(edited, { view: shown.view, sniffed, edit }),
    [edited, shown.view, sniffed, edit],
  );
  const isLong = total > LIMITS.valueChunkBytes;
  const onKeyDown = (event: KeyboardEvent) => {
    const isPlain = !event.altKey && !event.shiftKey && !event.metaKey;
    if (!isLong || !isPlain || event.defaultPrevented) return;
    if (view !== 'text' && view !== 'hex') return;
    if (event.key === 'Home') void strings.goTo(0);
    else if (event.key === 'End') void strings.goTo(total - 1);
    else return;
    event.preventDefault();
  };
  const decodeAll = async (): Promise<void> => {
    await strings.readAll();
    const now = strings.store.getState();
    if (now.status !== 'ready' || now.bytes.byteLength < now.total) return;
    setSpecial('none');
    decoding.choose('looks');
    shown.choose('decoded');
  };
  return (
    <>
      <ViewBar
        onReload={onReload}
        end={
          <>
            <EditButton editing={editing} draft={draft} />
            <Button
              size="sm"
              tone="ghost"
              icon={Plus}
              onClick={() => {
                editing.start(appendDraft(total));
              }}
            >
              Append
            </Button>
          </>
        }
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
            if (next === 'bits' || next === 'hyperloglog')
              drafted.leave(() => {
                setSpecial(next);
              });
            else {
              setSpecial('none');
              drafted.choose(next);
            }
          }}
        />
        <DecodeMenu
          decoding={shown.decoding}
          onChosen={() => {
            setSpecial('none');
            drafted.choose('decoded');
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
      <BytesEditor editing={editing} rowId={WHOLE} draft={draft}>
        <div className="flex min-h-0 grow flex-col" onKeyDown={onKeyDown}>
          {body}
        </div>
      </BytesEditor>
      {view === 'bits' || isEdited ? null : (
        <StringPart strings={strings} state={state} onDecode={() => void decodeAll()} />
      )}
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
