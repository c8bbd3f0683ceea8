import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Icon } from './Icon.tsx';

export interface EmptyStateProps {
  readonly icon: LucideIcon;
  /** One line of fact: "No key matches …". */
  readonly title: ReactNode;
  /** One line of why, or the nearest match. */
  readonly children?: ReactNode;
  /** One or two small buttons. */
  readonly actions?: ReactNode;
  readonly className?: string | undefined;
}

export function EmptyState({ icon, title, children, actions, className }: EmptyStateProps) {
  return (
    <div className={classNames('emp', className)}>
      <Icon icon={icon} size={18} />
      <div className="font-medium">{title}</div>
      {children === undefined ? null : (
        <p className="text-12 text-text-3 max-w-100 text-pretty">{children}</p>
      )}
      {actions === undefined ? null : <div className="acts">{actions}</div>}
    </div>
  );
}
