import { useRef } from 'react';
import type { ImportPlan } from '../../../../src-shared/contract/transfer.ts';
import { formatCount, formatCountOf } from '../../../ui/format/count.ts';
import { useVirtualRows } from '../../../ui/rows/use-virtual-rows.ts';

/** Lines of the file that are not taken, each with the reason. */
export function RefusedLines({ plan: { refused, refusedCount } }: { readonly plan: ImportPlan }) {
  const scroll = useRef<HTMLDivElement>(null);
  const { rows, totalHeight } = useVirtualRows({ scroll, count: refused.length, active: -1 });
  if (refusedCount === 0) return null;
  const shown = refused.length < refusedCount ? `, the first ${formatCount(refused.length)}` : '';
  return (
    <section className="mt-3" aria-label="Lines that are not taken">
      <h3 className="lab">
        {formatCountOf(refusedCount, 'line')} not taken{shown}
      </h3>
      <div
        ref={scroll}
        className="smp max-h-40 overflow-auto"
        role="list"
        aria-label="Lines that are not taken"
        // A box that scrolls must be reachable by keyboard.
        tabIndex={0}
      >
        <div className="relative" style={{ height: totalHeight }}>
          {rows.map(({ index, top }) => {
            const one = refused[index];
            return one === undefined ? null : (
              <div
                key={index}
                role="listitem"
                className="selectable absolute inset-x-0 flex h-row min-w-0 items-center gap-3"
                style={{ transform: `translateY(${top}px)` }}
              >
                <span className="tn shrink-0 text-text-3">Line {formatCount(one.line)}</span>
                <span className="ell">{one.reason}</span>
              </div>
            );
          })}
        </div>
      </div>
    </section>
  );
}
