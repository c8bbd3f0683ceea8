import type { LucideIcon } from 'lucide-react';
import { classNames } from './class-names.ts';

export type IconSize = 12 | 14 | 16 | 18;

export interface IconProps {
  readonly icon: LucideIcon;
  readonly size?: IconSize | undefined;
  readonly className?: string | undefined;
}

/** An icon that only accompanies words. */
export function Icon({ icon: Glyph, size = 14, className }: IconProps) {
  return (
    <Glyph
      size={size}
      strokeWidth={size === 12 ? 2 : size === 18 ? 1.6 : 1.75}
      className={classNames('flex-none', className)}
      aria-hidden="true"
    />
  );
}
