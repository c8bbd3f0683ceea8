import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

export interface TabPanelProps {
  /** The `id` of its Tabs. */
  readonly tabsId: string;
  readonly active: string;
  readonly children: ReactNode;
  readonly className?: string | undefined;
}

export function TabPanel({ tabsId, active, children, className }: TabPanelProps) {
  return (
    <div
      role="tabpanel"
      id={`${tabsId}-panel`}
      aria-labelledby={`${tabsId}-tab-${active}`}
      className={classNames('min-h-0 min-w-0', className)}
    >
      {children}
    </div>
  );
}
