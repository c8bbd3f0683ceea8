import { useRef } from 'react';
import { KeyName } from '../../ui/KeyName.tsx';
import { useVirtualRows } from '../../ui/rows/use-virtual-rows.ts';

export interface NameListProps {
  readonly label: string;
  readonly names: readonly Uint8Array[];
  readonly separator?: string | undefined;
  /** Said after a name: why it failed. */
  readonly noteOf?: ((index: number) => string) | undefined;
}

/** Names in a box that scrolls; thousands are no trouble. */
export function NameList({ label, names, separator, noteOf }: NameListProps) {
  const scroll = useRef<HTMLDivElement>(null);
  const { rows, totalHeight } = useVirtualRows({ scroll, count: names.length, active: -1 });
  return (
    <div
      ref={scroll}
      className="smp max-h-60 overflow-auto"
      role="list"
      aria-label={label}
      // A box that scrolls must be reachable by keyboard.
      tabIndex={0}
    >
      <div className="relative" style={{ height: totalHeight }}>
        {rows.map(({ index, top }) => {
          const name = names[index];
          if (name === undefined) return null;
          return (
            <div
              key={index}
              role="listitem"
              className="absolute inset-x-0 flex h-row min-w-0 items-center gap-3"
              style={{ transform: `translateY(${top}px)` }}
            >
              <KeyName name={name} separator={separator} className="min-w-0" />
              {noteOf === undefined ? null : (
                <span className="ell ml-auto text-11 text-text-3">{noteOf(index)}</span>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
