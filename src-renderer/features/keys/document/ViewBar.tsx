import { RefreshCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '../../../ui/IconButton.tsx';

export interface ViewBarProps {
  /** Views and filters, at the left. */
  readonly children?: ReactNode;
  /** Before the reload button. */
  readonly end?: ReactNode;
  readonly onReload: () => void;
  readonly isBusy?: boolean | undefined;
}

/** The toolbar above a value. */
export function ViewBar({ children, end, onReload, isBusy = false }: ViewBarProps) {
  return (
    <div className="bar tight">
      {children}
      <span className="grow" />
      {end}
      <IconButton icon={RefreshCw} label="Reload" keys="mod+r" busy={isBusy} onClick={onReload} />
    </div>
  );
}
