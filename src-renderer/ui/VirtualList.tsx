import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type Ref,
  useId,
  useRef,
} from 'react';
import type { MenuEntry } from './menu-entries.ts';
import { isModKey } from './platform.ts';
import { nextRow } from './rows/next-row.ts';
import { RowsFrame } from './rows/RowsFrame.tsx';
import { rowIndexOf, type RowsHandle, useVirtualRows } from './rows/use-virtual-rows.ts';

export interface VirtualListProps {
  readonly label: string;
  readonly count: number;
  readonly rowKey: (index: number) => string;
  readonly renderRow: (index: number, state: { readonly isActive: boolean }) => ReactNode;
  /** -1: none. */
  readonly active: number;
  readonly onActiveChange: (index: number) => void;
  /** Enter or a double click. */
  readonly onOpen?: ((index: number, how: { readonly inNewTab: boolean }) => void) | undefined;
  readonly isSelected?: ((index: number) => boolean) | undefined;
  readonly rowMenu?: ((index: number) => readonly MenuEntry[]) | undefined;
  /** Keys of the view; preventDefault() keeps the list from acting too. */
  readonly onRowKeyDown?: ((event: KeyboardEvent, index: number) => void) | undefined;
  readonly empty?: ReactNode;
  readonly handle?: Ref<RowsHandle> | undefined;
  readonly className?: string | undefined;
}

function useListEvents(props: VirtualListProps, view: ReturnType<typeof useVirtualRows>) {
  const { active, count } = props;
  return {
    onKeyDown: (event: KeyboardEvent) => {
      props.onRowKeyDown?.(event, active);
      if (event.defaultPrevented) return;
      const next = nextRow(event.key, { active, count, page: view.pageOf() });
      if (next !== null) {
        props.onActiveChange(next);
        view.scrollToIndex(next);
      } else if (event.key === 'Enter' && active >= 0)
        props.onOpen?.(active, { inNewTab: isModKey(event) });
      else return;
      event.preventDefault();
      event.stopPropagation();
    },
    onClick: (event: MouseEvent) => {
      const index = rowIndexOf(event.target);
      if (index !== null) props.onActiveChange(index);
    },
    onDoubleClick: (event: MouseEvent) => {
      const index = rowIndexOf(event.target);
      if (index !== null) props.onOpen?.(index, { inNewTab: false });
    },
    onContextMenu: (event: MouseEvent) => {
      const index = rowIndexOf(event.target) ?? active;
      if (index < 0 || index >= count) event.preventDefault();
      else props.onActiveChange(index);
    },
  };
}

/** Rows of one line without columns. One tab stop. */
export function VirtualList(props: VirtualListProps) {
  const { active, count, rowMenu } = props;
  const id = useId();
  const scroll = useRef<HTMLDivElement>(null);
  const view = useVirtualRows({ scroll, count, active, handle: props.handle });
  const { onContextMenu, ...events } = useListEvents(props, view);
  const isActiveThere = active >= 0 && active < count;
  return (
    <RowsFrame
      menu={rowMenu === undefined ? null : isActiveThere ? rowMenu(active) : []}
      onContextMenu={onContextMenu}
      isEmpty={count === 0}
      empty={props.empty}
      className={props.className}
    >
      <div
        ref={scroll}
        role="listbox"
        className="grid-scroll rows"
        tabIndex={0}
        aria-label={props.label}
        aria-activedescendant={isActiveThere ? `${id}-${active}` : undefined}
        {...events}
      >
        <div role="presentation" className="relative" style={{ height: view.totalHeight }}>
          {view.rows.map(({ index, top }) => (
            <div
              key={props.rowKey(index)}
              role="option"
              id={`${id}-${index}`}
              className="tr absolute inset-x-0 top-0"
              style={{ transform: `translateY(${top}px)` }}
              data-index={index}
              data-active={index === active ? '' : undefined}
              aria-selected={props.isSelected?.(index) ?? index === active}
              aria-posinset={index + 1}
              aria-setsize={count}
            >
              {props.renderRow(index, { isActive: index === active })}
            </div>
          ))}
        </div>
      </div>
    </RowsFrame>
  );
}
