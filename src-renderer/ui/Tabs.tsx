import { X } from 'lucide-react';
import {
  type ComponentPropsWithRef,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useRef,
} from 'react';
import { ContextMenu } from './ContextMenu.tsx';
import { Icon } from './Icon.tsx';
import type { MenuEntry } from './menu-entries.ts';
import { nextTab } from './next-tab.ts';

export interface DocumentTab {
  readonly id: string;
  readonly label: ReactNode;
  /** The whole name, for the tooltip. */
  readonly name: string;
  /** A TypeMark or an icon. */
  readonly mark?: ReactNode;
  /** In italics: the next preview takes its place. */
  readonly isPreview?: boolean | undefined;
  /** A dot in the place of the cross: unsaved changes. */
  readonly isChanged?: boolean | undefined;
}

export interface TabsProps {
  /** Ids of the tabs and of the panel start with it; see TabPanel. */
  readonly id: string;
  readonly label: string;
  readonly tabs: readonly DocumentTab[];
  readonly active: string | null;
  readonly onActivate: (id: string) => void;
  readonly onClose: (id: string) => void;
  /** A double click keeps a preview. */
  readonly onKeep?: ((id: string) => void) | undefined;
  readonly menu?: ((id: string) => readonly MenuEntry[]) | undefined;
  /** After the tabs: "New tab". */
  readonly end?: ReactNode;
}

interface TabProps extends ComponentPropsWithRef<'div'> {
  readonly idBase: string;
  readonly tab: DocumentTab;
  readonly isActive: boolean;
  readonly on: Pick<TabsProps, 'onActivate' | 'onClose' | 'onKeep'>;
}

// The cross is for the mouse; Delete and the close shortcut do the same by keyboard. A button inside a tab
// would be lost to screen readers, which take a tab's content as text.
function Tab({ idBase, tab, isActive, on, ...rest }: TabProps) {
  return (
    <div
      {...rest}
      role="tab"
      id={`${idBase}-tab-${tab.id}`}
      className="tab"
      aria-selected={isActive}
      aria-controls={isActive ? `${idBase}-panel` : undefined}
      data-preview={tab.isPreview === true ? '' : undefined}
      tabIndex={isActive ? 0 : -1}
      title={tab.name}
      onMouseDown={(event) => {
        if (event.button === 0) on.onActivate(tab.id);
        // The middle button would start scrolling.
        if (event.button === 1) event.preventDefault();
      }}
      onAuxClick={(event) => {
        if (event.button === 1) on.onClose(tab.id);
      }}
      onDoubleClick={() => on.onKeep?.(tab.id)}
    >
      {tab.mark}
      <span className="tab-label ell grow">{tab.label}</span>
      {tab.isChanged === true ? <span className="sr">changed</span> : null}
      <span
        className="x"
        aria-hidden="true"
        onMouseDown={(event) => {
          event.stopPropagation();
        }}
        onClick={(event) => {
          event.stopPropagation();
          on.onClose(tab.id);
        }}
        onDoubleClick={(event) => {
          event.stopPropagation();
        }}
      >
        {tab.isChanged === true ? <span className="dot" /> : null}
        <Icon icon={X} />
      </span>
    </div>
  );
}

/** Document tabs. One tab stop: arrows move, Delete closes, Enter keeps a preview. */
export function Tabs({
  id,
  label,
  tabs,
  active,
  onActivate,
  onClose,
  onKeep,
  menu,
  end,
}: TabsProps) {
  const isClosing = useRef(false);
  const tabOf = (tabId: string) => document.getElementById(`${id}-tab-${tabId}`);

  useEffect(() => {
    if (active === null) return;
    // With the next frame, which lays everything out anyway.
    const frame = requestAnimationFrame(() =>
      document
        .getElementById(`${id}-tab-${active}`)
        ?.scrollIntoView({ block: 'nearest', inline: 'nearest' }),
    );
    return () => cancelAnimationFrame(frame);
  }, [id, active]);

  useEffect(() => {
    // Its neighbour takes the keyboard over, and not the rows below: Delete would mean something else there.
    if (isClosing.current && active !== null)
      document.getElementById(`${id}-tab-${active}`)?.focus();
    isClosing.current = false;
  }, [id, active]);

  const onKeyDown = (event: KeyboardEvent) => {
    const index = tabs.findIndex((tab) => tab.id === active);
    const next = tabs[nextTab(event.key, index, tabs.length) ?? -1];
    if (next !== undefined) {
      event.preventDefault();
      onActivate(next.id);
      tabOf(next.id)?.focus();
    } else if (event.key === 'Delete' && active !== null) {
      isClosing.current = true;
      onClose(active);
    } else if (event.key === 'Enter' && active !== null) onKeep?.(active);
  };

  return (
    <div className="tabs">
      <div
        role="tablist"
        aria-label={label}
        onKeyDown={onKeyDown}
        onWheel={(event) => {
          if (event.deltaX === 0) event.currentTarget.scrollLeft += event.deltaY;
        }}
      >
        {tabs.map((tab) => {
          const element = (
            <Tab
              key={tab.id}
              idBase={id}
              tab={tab}
              isActive={tab.id === active}
              on={{ onActivate, onClose, onKeep }}
            />
          );
          return menu === undefined ? (
            element
          ) : (
            <ContextMenu key={tab.id} entries={menu(tab.id)}>
              {element}
            </ContextMenu>
          );
        })}
      </div>
      {end}
    </div>
  );
}
