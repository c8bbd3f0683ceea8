import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Icon } from './Icon.tsx';

export interface TagProps {
  readonly children: ReactNode;
  readonly tone?: 'ok' | 'warn' | 'bad' | 'acc' | undefined;
  readonly icon?: LucideIcon | undefined;
  readonly mono?: boolean | undefined;
  readonly title?: string | undefined;
}

export function Tag({ children, tone, icon, mono = false, title }: TagProps) {
  return (
    <span className={classNames('tag', tone, mono && 'font-mono')} title={title}>
      {icon === undefined ? null : <Icon icon={icon} size={12} />}
      {children}
    </span>
  );
}
