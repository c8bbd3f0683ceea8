import { ChevronRight } from 'lucide-react';
import { type ReactNode, type Ref, useId, useRef } from 'react';
import { Icon } from './Icon.tsx';
import type { MenuEntry } from './menu-entries.ts';
import { RowsFrame } from './rows/RowsFrame.tsx';
import type { TreeRow } from './rows/tree-row.ts';
import { type TreeEventProps, useTreeEvents } from './rows/use-tree-events.ts';
import { type RowsHandle, useVirtualRows } from './rows/use-virtual-rows.ts';

export interface VirtualTreeProps extends TreeEventProps {
  readonly label: string;
  /** A stable key for a row. */
  readonly rowKey: (index: number) => string;
  /** What comes after the indent and the chevron. */
  readonly renderRow: (index: number, state: { readonly isActive: boolean }) => ReactNode;
  readonly rowMenu?: ((index: number) => readonly MenuEntry[]) | undefined;
  /** Rows without a branch leave room for the chevron, so that names are in line (a JSON document). */
  readonly hasLeafGap?: boolean | undefined;
  /** renderRow draws TreeLead itself, for rows with columns. */
  readonly hasOwnLead?: boolean | undefined;
  readonly empty?: ReactNode;
  readonly handle?: Ref<RowsHandle> | undefined;
  readonly className?: string | undefined;
}

/** In narrow trees: guides drawn apart, and guides drawn at all. */
export const WIDE_GUIDES = 5;
export const MOST_GUIDES = 21;

/** The guides of the levels above, and the chevron of a branch. */
export function TreeLead({
  row,
  hasLeafGap = false,
  isNarrow = false,
}: {
  readonly row: TreeRow;
  readonly hasLeafGap?: boolean | undefined;
  /** Deep levels are drawn closer together, the deepest not at all: there has to be room for the name. */
  readonly isNarrow?: boolean | undefined;
}) {
  return (
    <>
      {Array.from(
        { length: isNarrow ? Math.min(row.level - 1, MOST_GUIDES) : row.level - 1 },
        (_, level) => (
          <span key={level} className={isNarrow && level >= WIDE_GUIDES ? 'ind close' : 'ind'} />
        ),
      )}
      {row.isExpanded === null ? (
        hasLeafGap ? (
          <span className="chev" />
        ) : null
      ) : (
        <span className="chev">
          <Icon icon={ChevronRight} size={12} />
        </span>
      )}
    </>
  );
}

function TreeItem({
  id,
  index,
  top,
  tree,
}: {
  readonly id: string;
  readonly index: number;
  readonly top: number;
  readonly tree: VirtualTreeProps;
}) {
  const row = tree.rowAt(index);
  const isActive = index === tree.active;
  return (
    <div
      role="treeitem"
      id={id}
      className="tr absolute inset-x-0 top-0"
      style={{ transform: `translateY(${top}px)` }}
      data-index={index}
      data-active={isActive ? '' : undefined}
      aria-level={row.level}
      aria-expanded={row.isExpanded ?? undefined}
      aria-selected={row.isSelected ?? isActive}
      aria-posinset={row.posInSet}
      aria-setsize={row.setSize}
    >
      {tree.hasOwnLead === true ? null : <TreeLead row={row} hasLeafGap={tree.hasLeafGap} />}
      {tree.renderRow(index, { isActive })}
    </div>
  );
}

/** A tree from a flat model: only the rows in sight are in the page. One tab stop. */
export function VirtualTree(props: VirtualTreeProps) {
  const { active, count, rowMenu } = props;
  const id = useId();
  const scroll = useRef<HTMLDivElement>(null);
  const view = useVirtualRows({ scroll, count, active, handle: props.handle });
  const { onContextMenu, ...events } = useTreeEvents(props, view);
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
        role="tree"
        className="grid-scroll rows"
        tabIndex={0}
        aria-label={props.label}
        aria-activedescendant={isActiveThere ? `${id}-${active}` : undefined}
        aria-multiselectable={props.onToggleSelect === undefined ? undefined : true}
        {...events}
      >
        <div role="presentation" className="relative" style={{ height: view.totalHeight }}>
          {view.rows.map(({ index, top }) => (
            <TreeItem
              key={props.rowKey(index)}
              id={`${id}-${index}`}
              index={index}
              top={top}
              tree={props}
            />
          ))}
        </div>
      </div>
    </RowsFrame>
  );
}
