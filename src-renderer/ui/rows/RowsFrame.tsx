import type { MouseEvent, ReactElement, ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import { ContextMenu } from '../ContextMenu.tsx';
import type { MenuEntry } from '../menu-entries.ts';

/** What a list, a tree and a table have around them: a menu, and what stands there when they are empty. */
export function RowsFrame(props: {
  readonly children: ReactElement;
  /** null: no menu at all. */
  readonly menu: readonly MenuEntry[] | null;
  readonly onContextMenu: (event: MouseEvent) => void;
  readonly isEmpty: boolean;
  readonly empty: ReactNode;
  readonly hasHead?: boolean | undefined;
  readonly className: string | undefined;
}) {
  return (
    <div
      className={classNames(
        'relative flex h-full min-h-0 min-w-0 flex-1 flex-col',
        props.className,
      )}
    >
      {props.menu === null ? (
        props.children
      ) : (
        <ContextMenu entries={props.menu} onContextMenu={props.onContextMenu}>
          {props.children}
        </ContextMenu>
      )}
      {props.isEmpty && props.empty !== undefined ? (
        <div
          className={classNames(
            'absolute inset-x-0 bottom-0 grid place-items-center overflow-auto',
            props.hasHead === true ? 'top-row' : 'top-0',
          )}
        >
          {props.empty}
        </div>
      ) : null}
    </div>
  );
}
