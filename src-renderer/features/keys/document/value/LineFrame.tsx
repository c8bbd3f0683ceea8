import type { ReactNode } from 'react';
import { classNames } from '../../../../ui/class-names.ts';
import { lineWindow, type LineScroller } from './use-line-window.ts';
import { Region } from '../../../../ui/Region.tsx';

export interface LineFrameProps {
  readonly label: string;
  readonly scroller: LineScroller;
  readonly count: number;
  /** Its number in the gutter; null: no number. */
  readonly numberOf: (index: number) => number | null;
  /** Characters of the gutter. */
  readonly gutter: number;
  readonly renderLine: (index: number) => ReactNode;
  readonly lineClass?: ((index: number) => string | false) | undefined;
  readonly onLineMouseDown?: ((index: number) => void) | undefined;
}

/** Lines of code with their numbers, virtual, in a region that scrolls by keyboard. */
export function LineFrame(props: LineFrameProps) {
  const { scroller, count, gutter } = props;
  const { scroll, onScroll } = scroller;
  const view = lineWindow(scroller, count);
  return (
    <Region
      ref={scroll}
      aria-label={props.label}
      tabIndex={0}
      className="code h-full min-h-0 grow overflow-auto bg-surface-inset py-1.5 -outline-offset-2"
      onScroll={onScroll}
    >
      <div className="relative" style={{ height: view.height }}>
        {view.lines.map((index) => (
          <div
            key={index}
            className={classNames(
              'absolute top-0 left-0 flex min-w-full px-3',
              props.lineClass?.(index),
            )}
            style={{ transform: `translateY(${view.topOf(index)}px)` }}
            onMouseDown={() => props.onLineMouseDown?.(index)}
          >
            <span
              className="mr-4 flex-none text-right text-text-3 select-none"
              style={{ width: `${gutter}ch` }}
              aria-hidden="true"
            >
              {props.numberOf(index)}
            </span>
            {props.renderLine(index)}
          </div>
        ))}
      </div>
    </Region>
  );
}
