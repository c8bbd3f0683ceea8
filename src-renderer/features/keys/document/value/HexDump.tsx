import { HEX_COLUMNS, hexRow } from './hex-rows.ts';
import { type Reveal, useReveal } from './reveal.ts';
import { lineWindow, useLineScroller } from './use-line-window.ts';
import { Region } from '../../../../ui/Region.tsx';

export interface HexDumpProps {
  readonly label: string;
  readonly bytes: Uint8Array;
  /** The offset of the first of them in the value. */
  readonly start?: number | undefined;
  /** What is to be in sight. */
  readonly reveal?: Reveal | null | undefined;
}

/** Bytes as offset, hex and text; only the rows in sight are in the page. */
export function HexDump({ label, bytes, start = 0, reveal = null }: HexDumpProps) {
  const scroller = useLineScroller();
  const { scroll, onScroll } = scroller;
  const view = lineWindow(scroller, Math.ceil(bytes.byteLength / HEX_COLUMNS));
  useReveal(reveal, ({ offset }) => {
    view.scrollToLine(Math.floor((offset - start) / HEX_COLUMNS));
  });
  return (
    <Region
      ref={scroll}
      aria-label={label}
      tabIndex={0}
      className="code h-full min-h-0 grow overflow-auto bg-surface-inset py-1.5 -outline-offset-2"
      onScroll={onScroll}
    >
      <div className="relative" style={{ height: view.height }}>
        {view.lines.map((index) => {
          const row = hexRow(bytes, index, start);
          return (
            <div
              key={index}
              className="absolute top-0 left-0 flex min-w-full gap-6 px-3"
              style={{ transform: `translateY(${view.topOf(index)}px)` }}
            >
              <span className="text-text-3">{row.offset}</span>
              <span className="w-[49ch]">{row.hex}</span>
              <span className="text-syn-string">{row.text}</span>
            </div>
          );
        })}
      </div>
    </Region>
  );
}
