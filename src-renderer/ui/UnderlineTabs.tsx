import { type KeyboardEvent, useRef } from 'react';
import { nextTab } from './next-tab.ts';

export interface UnderlineTab<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly count?: string | undefined;
}

export interface UnderlineTabsProps<Value extends string> {
  /** Ids of the tabs and of the panel start with it; see TabPanel. */
  readonly id: string;
  readonly label: string;
  readonly tabs: readonly UnderlineTab<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

/** Tabs inside a panel's bar. */
export function UnderlineTabs<Value extends string>({
  id,
  label,
  tabs,
  value,
  onChange,
}: UnderlineTabsProps<Value>) {
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const index = tabs.findIndex((tab) => tab.value === value);
    const at = nextTab(event.key, index, tabs.length) ?? -1;
    const next = tabs[at];
    if (next === undefined) return;
    event.preventDefault();
    onChange(next.value);
    list.current?.querySelectorAll('button')[at]?.focus();
  };
  return (
    <div ref={list} role="tablist" aria-label={label} className="utabs" onKeyDown={onKeyDown}>
      {tabs.map((tab) => (
        <button
          key={tab.value}
          type="button"
          role="tab"
          id={`${id}-tab-${tab.value}`}
          className="utab"
          aria-selected={tab.value === value}
          aria-controls={tab.value === value ? `${id}-panel` : undefined}
          tabIndex={tab.value === value ? 0 : -1}
          onClick={() => {
            onChange(tab.value);
          }}
        >
          {tab.label}
          {tab.count === undefined ? null : <span className="count">{tab.count}</span>}
        </button>
      ))}
    </div>
  );
}
