import { LIMITS } from '../../../../../src-shared/limits.ts';
import { formatBytes } from '../../../../ui/format/bytes.ts';
import { formatCount } from '../../../../ui/format/count.ts';
import { DECODE_LIMITS } from '../../decode/decoder.ts';
import { GoToOffset } from '../value/GoToOffset.tsx';
import type { StringState, StringStore } from './string-store.ts';

/** More than this is read piece by piece only: text and hex of it would not fit into the window's memory. */
const MOST_AT_ONCE = 67_108_864;

type Ready = Extract<StringState, { readonly status: 'ready' }>;

interface LinkProps {
  readonly title?: string | undefined;
  readonly onClick: () => void;
  readonly children: string;
}

function Link({ title, onClick, children }: LinkProps) {
  return (
    <button type="button" className="link flex-none" title={title} onClick={onClick}>
      {children}
    </button>
  );
}

function shownText({ start, bytes, total }: Ready): string {
  const size = formatBytes(bytes.byteLength);
  if (bytes.byteLength === total) return `All ${formatBytes(total)}`;
  if (start === 0) return `The first ${size} of ${formatBytes(total)}`;
  if (start + bytes.byteLength === total) return `The last ${size} of ${formatBytes(total)}`;
  return `${size} from ${formatCount(start)} of ${formatBytes(total)}`;
}

export interface StringPartProps {
  readonly strings: StringStore;
  readonly state: Ready;
  /** Shows what all of it decodes to. */
  readonly onDecode: () => void;
}

/** How much of a long value is here, and how to get at the rest. */
export function StringPart({ strings, state, onDecode }: StringPartProps) {
  const { start, bytes, total, more } = state;
  if (total <= LIMITS.valueChunkBytes) return null;
  const end = start + bytes.byteLength;
  const left = total - end;
  const missing = total - bytes.byteLength;
  const next = Math.min(LIMITS.valueChunkBytes, left);
  const toRead = formatBytes(start === 0 ? missing : total);
  return (
    <div className="flex min-h-row flex-none flex-wrap items-center gap-x-3 border-t border-border-1 px-3 py-0.5 text-12">
      {more.status === 'running' ? (
        <>
          <span className="tn text-text-3" role="status">
            Reading, {formatBytes(more.read)} of {formatBytes(total)}
          </span>
          <Link onClick={strings.stop}>Stop</Link>
        </>
      ) : (
        <>
          <span className="tn text-text-3">{shownText(state)}</span>
          {left > 0 ? (
            <Link onClick={() => void strings.readOn(LIMITS.valueChunkBytes)}>
              {`Load ${formatBytes(next)} more`}
            </Link>
          ) : null}
          {total <= MOST_AT_ONCE && missing > 0 && (left > next || start > 0) ? (
            <Link title={`Reads ${toRead}`} onClick={() => void strings.readAll()}>
              Load all
            </Link>
          ) : null}
          {total <= DECODE_LIMITS.outputBytes && missing > 0 ? (
            <span className="flex flex-none items-center gap-1.5">
              <Link onClick={onDecode}>{`Decode all ${formatBytes(total)}`}</Link>
              <span className="text-text-3">reads {toRead}</span>
            </span>
          ) : null}
          <span className="grow" />
          <span className="flex min-w-0 items-center gap-3">
            <GoToOffset start={0} end={total} onGo={(offset) => void strings.goTo(offset)} />
            <Link onClick={() => void strings.goTo(0)}>Start</Link>
            <Link onClick={() => void strings.goTo(total - 1)}>End</Link>
          </span>
        </>
      )}
    </div>
  );
}
