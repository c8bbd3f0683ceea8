import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Icon } from './Icon.tsx';

export interface BannerProps {
  readonly tone: 'bad' | 'warn' | 'info' | 'ok';
  readonly icon: LucideIcon;
  /** Two or three words, with a full stop: "Connection lost." */
  readonly title: string;
  readonly children?: ReactNode;
  /** One small button. */
  readonly action?: ReactNode;
  readonly className?: string | undefined;
}

/** At the top of the part it concerns. */
export function Banner({ tone, icon, title, children, action, className }: BannerProps) {
  return (
    <div
      className={classNames('banner', tone !== 'info' && tone, className)}
      role={tone === 'bad' ? 'alert' : 'status'}
    >
      <Icon icon={icon} />
      <span className="grow selectable">
        <span className="font-medium">{title}</span> {children}
      </span>
      {action}
    </div>
  );
}
