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

/** The toolbar above a value; in a narrow pane it takes a second line. */
export function ViewBar({ children, end, onReload, isBusy = false }: ViewBarProps) {
  return (
    <div className="bar tight h-auto min-h-(--bar) flex-wrap gap-y-1 py-0.5">
      {children}
      <div className="ml-auto flex items-center gap-2">
        {end}
        <IconButton icon={RefreshCw} label="Reload" keys="mod+r" busy={isBusy} onClick={onReload} />
      </div>
    </div>
  );
}
