import { type MouseEvent, useEffect } from 'react';
import { classNames } from '../../../../../ui/class-names.ts';
import { formatCount } from '../../../../../ui/format/count.ts';
import { useLatest } from '../../../../../ui/use-latest.ts';
import { lineWindow, useLineScroller } from '../../value/use-line-window.ts';
import { bitAt, WINDOW_BYTES } from './bit-window.ts';
import { Region } from '../../../../../ui/Region.tsx';

const LINE_BYTES = 8;
const places = Array.from({ length: 8 }, (_, at) => at);

export interface BitGridProps {
  readonly bytes: Uint8Array;
  /** The offset of the first of them in the value. */
  readonly firstBit: number;
  readonly chosen: number | null;
  readonly onChoose: (offset: number) => void;
}

/** 64 bits a line, the set ones painted; the offset field above does by keyboard what a click does here. */
export function BitGrid({ bytes, firstBit, chosen, onChoose }: BitGridProps) {
  const scroller = useLineScroller();
  const { scroll, onScroll } = scroller;
  const view = lineWindow(scroller, Math.ceil(bytes.byteLength / LINE_BYTES));
  const scrollToLine = useLatest(view.scrollToLine);
  const line = chosen === null ? null : Math.floor((chosen - firstBit) / 8 / LINE_BYTES);
  useEffect(() => {
    if (line !== null && line >= 0 && line < WINDOW_BYTES / LINE_BYTES) scrollToLine(line);
  }, [line, bytes, scrollToLine]);
  const onMouseDown = (event: MouseEvent) => {
    const { target } = event;
    if (!(target instanceof HTMLElement)) return;
    const { bit: first, bits: count } = target.dataset;
    if (first === undefined || count === undefined) return;
    const { left, width } = target.getBoundingClientRect();
    // Every digit is as wide as the others.
    const at = width === 0 ? 0 : Math.floor(((event.clientX - left) / width) * Number(count));
    onChoose(Number(first) + Math.min(Math.max(0, at), Number(count) - 1));
  };
  return (
    <Region
      ref={scroll}
      aria-label="Value as bits"
      tabIndex={0}
      className="code h-full min-h-0 grow overflow-auto bg-surface-inset py-1.5 -outline-offset-2"
      onScroll={onScroll}
      onMouseDown={onMouseDown}
    >
      <div className="relative" style={{ height: view.height }}>
        {view.lines.map((index) => (
          <div
            key={index}
            className="absolute top-0 left-0 flex min-w-full gap-3 px-3"
            style={{ transform: `translateY(${view.topOf(index)}px)` }}
          >
            <span className="w-[12ch] flex-none text-right text-text-3">
              {formatCount(firstBit + index * LINE_BYTES * 8)}
            </span>
            {places.map((place) => (
              <Byte
                key={place}
                bytes={bytes}
                index={index * LINE_BYTES + place}
                firstBit={firstBit}
                chosen={chosen}
              />
            ))}
          </div>
        ))}
      </div>
    </Region>
  );
}

interface ByteProps {
  readonly bytes: Uint8Array;
  readonly index: number;
  readonly firstBit: number;
  readonly chosen: number | null;
}

interface Run {
  readonly first: number;
  readonly bits: string;
  readonly isChosen: boolean;
}

/** Equal bits side by side, in one piece; the chosen one alone. */
function runsOf({ bytes, index, firstBit, chosen }: ByteProps): readonly Run[] {
  const runs: Run[] = [];
  for (const place of places) {
    const offset = firstBit + index * 8 + place;
    const bit = String(bitAt(bytes, index * 8 + place) ?? '');
    const isChosen = offset === chosen;
    const last = runs.at(-1);
    if (last !== undefined && last.bits.startsWith(bit) && !isChosen && !last.isChosen)
      runs[runs.length - 1] = { ...last, bits: last.bits + bit };
    else runs.push({ first: offset, bits: bit, isChosen });
  }
  return runs;
}

function Byte(props: ByteProps) {
  if (props.index >= props.bytes.byteLength) return null;
  return (
    <span className="flex-none">
      {runsOf(props).map(({ first, bits, isChosen }) => (
        <span
          key={first}
          data-bit={first}
          data-bits={bits.length}
          className={classNames(
            'cursor-default',
            bits.startsWith('1') ? 'bg-surface-3 font-strong text-syn-number' : 'text-text-3',
            isChosen && 'rounded-1 outline-2 outline-accent',
          )}
        >
          {bits}
        </span>
      ))}
    </span>
  );
}
