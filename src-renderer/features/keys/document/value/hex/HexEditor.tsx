import {
  type ClipboardEvent,
  type KeyboardEvent,
  type MouseEvent,
  useEffect,
  useId,
  useMemo,
  useState,
} from 'react';
import { fromBinaryString, toBinaryString } from '../../../../../../src-shared/redis-value.ts';
import { useClient } from '../../../../../client/client-context.ts';
import { formatCount, formatCountOf } from '../../../../../ui/format/count.ts';
import { isModKey } from '../../../../../ui/platform.ts';
import { Segmented } from '../../../../../ui/Segmented.tsx';
import { useLatest } from '../../../../../ui/use-latest.ts';
import { copyText } from '../../copy-text.ts';
import type { HexForm } from '../../types/edit/edit-draft.ts';
import { copyableText } from '../copy-bytes.ts';
import { HEX_COLUMNS, hexByte, hexOffset } from '../hex-rows.ts';
import { GoToOffset } from '../GoToOffset.tsx';
import { lineWindow, useLineScroller } from '../use-line-window.ts';
import { createHexHistory } from './hex-history.ts';
import {
  hexChanges,
  type HexRules,
  type HexState,
  pastedBytes,
  pressHex,
  putBytes,
  selectedIn,
  startOfHex,
} from './hex-state.ts';
import { cellId, HexLine } from './HexLine.tsx';

export interface HexEditorProps {
  readonly label: string;
  /** One character a byte. */
  readonly text: string;
  readonly form: HexForm;
  readonly isReadOnly: boolean;
  readonly onWrite: (text: string) => void;
  readonly onSave: () => void;
  readonly onCancel: () => void;
}

const modes = (isFixed: boolean) => [
  { value: 'overwrite' as const, label: 'Overwrite' },
  { value: 'insert' as const, label: 'Insert', disabled: isFixed },
];

function placeText({ bytes, at }: HexState, start: number): string {
  const offset = start + at;
  const byte = at < bytes.length ? `, byte ${bytes.charCodeAt(at)}` : ', the end';
  return `0x${hexOffset(offset)} (${formatCount(offset)})${byte}`;
}

function changedText(before: string, bytes: string, count: number): string {
  const longer = bytes.length - before.length;
  if (longer === 0) return count === 0 ? '' : `${formatCountOf(count, 'byte')} changed`;
  return `${formatCountOf(Math.abs(longer), 'byte')} ${longer > 0 ? 'more' : 'fewer'} than read`;
}

/** Bytes written digit by digit or as text, in place; only the lines in sight are in the page. */
export function HexEditor(props: HexEditorProps) {
  const { label, text, form, isReadOnly } = props;
  const { start, isFixed } = form;
  const client = useClient();
  const id = useId();
  const before = useMemo(() => toBinaryString(form.before), [form.before]);
  const [place, setPlace] = useState<Omit<HexState, 'bytes'>>(() => startOfHex(''));
  const [history] = useState(createHexHistory);
  const [note, setNote] = useState('');
  const scroller = useLineScroller();
  const { scroll, onScroll } = scroller;
  const state: HexState = { ...place, bytes: text, at: Math.min(place.at, text.length) };
  const places = isFixed ? text.length : text.length + 1;
  const view = lineWindow(scroller, Math.max(1, Math.ceil(places / HEX_COLUMNS)));
  const rules: HexRules = { before, isFixed, pageRows: view.fitting };
  const changes = useMemo(() => hexChanges(before, text), [before, text]);
  const line = Math.floor(state.at / HEX_COLUMNS);
  const keepInSight = useLatest(view.keepInSight);
  useEffect(() => {
    scroll.current?.focus();
  }, [scroll]);
  useEffect(() => {
    keepInSight(line);
  }, [line, keepInSight]);

  const take = (next: HexState, isNoted = true): void => {
    const { bytes, ...rest } = next;
    setNote('');
    setPlace(rest);
    if (bytes === text) return;
    if (isNoted) history.add(state);
    props.onWrite(bytes);
  };
  const copy = (): void => {
    const range = selectedIn(state);
    if (range === null) return;
    const bytes = fromBinaryString(text.slice(...range));
    const digits = () => Array.from(bytes, hexByte).join(' ');
    const copied = state.column === 'hex' ? digits() : copyableText(bytes);
    void copyText(client, copied, formatCountOf(bytes.byteLength, 'byte'));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.altKey) return;
    const { key } = event;
    const mod = isModKey(event);
    const letter = mod ? key.toLowerCase() : '';
    if (letter === 'v') return;
    event.stopPropagation();
    if (key === 'Escape') props.onCancel();
    else if (letter === 's') props.onSave();
    else if (letter === 'c') copy();
    else if (letter === 'z' || letter === 'y') {
      const isAgain = letter === 'y' || event.shiftKey;
      const last = isReadOnly ? null : isAgain ? history.again(state) : history.back(state);
      if (last !== null) take(last, false);
    } else {
      const next = pressHex(state, { key, shift: event.shiftKey, mod }, rules);
      if (next === null) return;
      if (!isReadOnly || next.bytes === text) take(next);
    }
    event.preventDefault();
  };
  const onPaste = (event: ClipboardEvent) => {
    event.preventDefault();
    if (isReadOnly) return;
    const pasted = pastedBytes(event.clipboardData.getData('text'), state.column);
    const next = pasted === null ? null : putBytes(state, pasted, rules);
    if (next !== null) take(next);
    else
      setNote(
        pasted === null
          ? 'Not pasted: no pairs of hex digits'
          : 'Not pasted: it is longer than what is left',
      );
  };
  const onMouseDown = (event: MouseEvent) => {
    const { target } = event;
    if (!(target instanceof HTMLElement)) return;
    const { at, column } = target.dataset;
    if (at === undefined || (column !== 'hex' && column !== 'text')) return;
    const anchor = event.shiftKey ? (state.anchor ?? state.at) : null;
    take({ ...state, at: Number(at), half: 0, column, anchor });
  };
  return (
    <div className="flex min-h-0 grow flex-col">
      <div className="flex min-h-row flex-none flex-wrap items-center gap-3 border-b border-border-1 px-2 py-1 text-12">
        <Segmented
          label="What typing does"
          value={state.isInserting ? 'insert' : 'overwrite'}
          segments={modes(isFixed)}
          onChange={(mode) => {
            take({ ...state, isInserting: mode === 'insert' });
          }}
        />
        <GoToOffset
          start={start}
          end={start + text.length}
          onGo={(offset) => {
            take({ ...state, at: offset - start, half: 0, anchor: null });
            scroll.current?.focus();
          }}
        />
        <span className="mono text-text-2">{placeText(state, start)}</span>
        <span className="grow" />
        {isFixed ? (
          <span className="text-text-3">A part of a long value keeps its length</span>
        ) : null}
        <span className="tn text-warning" role="status">
          {note === '' ? changedText(before, text, changes.count) : note}
        </span>
      </div>
      <div
        ref={scroll}
        role="grid"
        aria-label={label}
        aria-readonly={isReadOnly}
        aria-rowcount={Math.ceil(places / HEX_COLUMNS)}
        aria-activedescendant={
          view.lines.includes(line) ? cellId(id, state.at, state.column) : undefined
        }
        tabIndex={0}
        className="code min-h-0 grow overflow-auto bg-surface-inset py-1.5 -outline-offset-2"
        onScroll={onScroll}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        onMouseDown={onMouseDown}
      >
        <div role="presentation" className="relative" style={{ height: view.height }}>
          {view.lines.map((index) => (
            <HexLine
              key={index}
              id={id}
              index={index}
              start={start}
              top={view.topOf(index)}
              places={places}
              state={state}
              isChanged={changes.isChanged}
            />
          ))}
        </div>
      </div>
    </div>
  );
}
