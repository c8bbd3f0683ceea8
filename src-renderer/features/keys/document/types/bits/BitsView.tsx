import { ArrowLeft, ArrowRight } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { OpenConnection } from '../../../../../../src-shared/contract/connections.ts';
import type { Output } from '../../../../../../src-shared/contract/index.ts';
import { type AppError, ok } from '../../../../../../src-shared/result.ts';
import { useClient } from '../../../../../client/client-context.ts';
import { Button } from '../../../../../ui/Button.tsx';
import { ErrorNotice } from '../../../../../ui/ErrorNotice.tsx';
import { Field } from '../../../../../ui/Field.tsx';
import { formatBytes } from '../../../../../ui/format/bytes.ts';
import { formatCount } from '../../../../../ui/format/count.ts';
import { IconButton } from '../../../../../ui/IconButton.tsx';
import type { Editing } from '../edit/use-editing.ts';
import { ReadNotice } from '../ReadNotice.tsx';
import { useRead } from '../use-read.ts';
import { BitGrid } from './BitGrid.tsx';
import { bitAt, readOffset, WINDOW_BYTES, windowOf } from './bit-window.ts';

/** Counting the bits of more than this is left to the one who asks. */
const COUNTED_AT_ONCE = 1_048_576;

export interface BitsViewProps {
  readonly connection: OpenConnection;
  readonly keyName: Uint8Array;
  readonly revision: number;
  readonly onReload: () => void;
  readonly onGone: () => void;
  /** STRLEN as it was read. */
  readonly total: number;
  readonly editing: Editing;
}

/** How many bits are set: at once for a small value, on demand for a large one. */
function BitCount({ connection, keyName, revision, total, onGone }: BitsViewProps) {
  const client = useClient();
  const [asked, setAsked] = useState(-1);
  const isWanted = total <= COUNTED_AT_ONCE || asked === revision;
  const state = useRead<Output<'bitmaps.count'> | null>({
    variant: isWanted ? 'count' : '',
    revision,
    onGone,
    read: async (signal) =>
      isWanted
        ? await client.call(
            'bitmaps.count',
            { connection: connection.id, key: keyName },
            { signal },
          )
        : ok(null),
  });
  if (!isWanted)
    return (
      <Button
        size="sm"
        tone="ghost"
        title={`BITCOUNT, ${formatBytes(total)} in parts`}
        onClick={() => {
          setAsked(revision);
        }}
      >
        Count set bits in {formatBytes(total)}
      </Button>
    );
  if (state.status === 'failed')
    return <span className="text-12 text-danger">{state.error.message}</span>;
  if (state.status === 'loading' || state.value === null || state.isReading)
    return <span className="count">Counting</span>;
  const { set, bits } = state.value;
  return (
    <span className="count" role="status">
      {formatCount(set)} of {formatCount(bits)} bits set
    </span>
  );
}

interface Chosen {
  readonly offset: number;
  readonly bit: 0 | 1;
}

/** Looks a bit up, jumps to the next set or clear one, and flips it. */
function BitBar({
  view,
  chosen,
  onChoose,
}: {
  readonly view: BitsViewProps;
  readonly chosen: Chosen | null;
  readonly onChoose: (offset: number) => void;
}) {
  const { connection, keyName, total, editing } = view;
  const client = useClient();
  const [typed, setTyped] = useState('');
  const [said, setSaid] = useState<{ readonly at: number; readonly words: string } | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const offset = readOffset(typed, total * 8);
  const from = chosen === null ? 0 : chosen.offset + 1;
  const words =
    said?.at === from && said.words !== ''
      ? said.words
      : chosen === null
        ? ''
        : `Bit ${formatCount(chosen.offset)} is ${chosen.bit}`;
  const jump = async (bit: 0 | 1): Promise<void> => {
    const input = { connection: connection.id, key: keyName, bit, from };
    const say = (text: string): void => {
      setSaid({ at: from, words: text });
    };
    say('Looking');
    const result = await client.call('bitmaps.next', input);
    setError(result.ok ? null : result.error);
    const found = result.ok ? result.value.offset : null;
    say(result.ok && found === null ? `No ${bit === 1 ? 'set' : 'clear'} bit after it` : '');
    if (found !== null) onChoose(found);
  };
  const flip = ({ offset: at, bit: before }: Chosen) => {
    editing.start({
      rowId: null,
      title: `Flip bit ${at} from ${before} to ${1 - before}`,
      parts: [],
      read: String(before),
      edit: () => ({ kind: 'string.setbit', offset: at, before, value: before === 1 ? 0 : 1 }),
    });
  };
  return (
    <>
      <div className="flex min-h-row flex-none flex-wrap items-center gap-2 border-b border-border-1 px-2 py-1">
        <Field
          label="Bit offset"
          labelHidden
          placeholder="bit offset"
          size="sm"
          soft
          mono
          className="w-36"
          value={typed}
          aria-invalid={typed !== '' && offset === null}
          onChange={(text) => {
            setTyped(text);
            const at = readOffset(text, total * 8);
            if (at !== null) onChoose(at);
          }}
        />
        <Button size="sm" tone="ghost" onClick={() => void jump(1)}>
          Next set bit
        </Button>
        <Button size="sm" tone="ghost" onClick={() => void jump(0)}>
          Next clear bit
        </Button>
        <span className="text-12 text-text-2" role="status">
          {typed !== '' && offset === null ? `From 0 to ${formatCount(total * 8 - 1)}` : words}
        </span>
        {chosen === null ? null : (
          <Button
            size="sm"
            onClick={() => {
              flip(chosen);
            }}
          >
            Flip
          </Button>
        )}
        <span className="grow" />
        <BitCount {...view} />
      </div>
      {error === null ? null : <ErrorNotice error={error} />}
    </>
  );
}

/** A string as bits, some thousands at a time. */
export function BitsView(props: BitsViewProps) {
  const { connection, keyName, revision, total } = props;
  const client = useClient();
  const [from, setFrom] = useState(0);
  const [offset, setOffset] = useState<number | null>(null);
  const state = useRead({
    variant: String(from),
    revision,
    onGone: props.onGone,
    read: (signal) =>
      client.call(
        'values.string',
        { connection: connection.id, key: keyName, offset: from, limit: WINDOW_BYTES },
        { signal },
      ),
  });
  const choose = (at: number) => {
    setOffset(at);
    setFrom(windowOf(at));
  };
  const bytes = state.status === 'ready' && !state.isReading ? state.value.bytes : null;
  const bit = bytes === null || offset === null ? null : bitAt(bytes, offset - from * 8);
  // The value may have become shorter meanwhile.
  useEffect(() => {
    if (from > 0 && from >= total) setFrom(0);
  }, [from, total]);
  const last = Math.max(0, windowOf((total - 1) * 8));
  return (
    <div className="flex min-h-0 grow flex-col">
      <BitBar
        view={props}
        chosen={bit === null || offset === null ? null : { offset, bit }}
        onChoose={choose}
      />
      {state.status === 'ready' ? (
        <BitGrid
          bytes={state.value.bytes}
          firstBit={from * 8}
          chosen={offset}
          onChoose={setOffset}
        />
      ) : (
        <ReadNotice state={state} label="Reading the bits" onRetry={props.onReload} />
      )}
      {total <= WINDOW_BYTES ? null : (
        <div className="flex h-row flex-none items-center gap-2 border-t border-border-1 px-3 text-12 text-text-2">
          <IconButton
            icon={ArrowLeft}
            label="Earlier bits"
            disabledReason={from === 0 ? 'These are the first' : null}
            onClick={() => {
              setFrom(Math.max(0, from - WINDOW_BYTES));
            }}
          />
          <IconButton
            icon={ArrowRight}
            label="Later bits"
            disabledReason={from >= last ? 'These are the last' : null}
            onClick={() => {
              setFrom(Math.min(last, from + WINDOW_BYTES));
            }}
          />
          <span className="tn">
            Bits {formatCount(from * 8)} to{' '}
            {formatCount(Math.min(total, from + WINDOW_BYTES) * 8 - 1)} of {formatCount(total * 8)}
          </span>
        </div>
      )}
    </div>
  );
}
