import { LoaderCircle, type LucideIcon } from 'lucide-react';
import type { ComponentPropsWithRef, MouseEvent } from 'react';
import { classNames } from './class-names.ts';
import { Icon } from './Icon.tsx';
import { Tooltip } from './Tooltip.tsx';

type NativeProps = Omit<ComponentPropsWithRef<'button'>, 'disabled' | 'children' | 'aria-label'>;

export interface IconButtonProps extends NativeProps {
  readonly icon: LucideIcon;
  /** The accessible name, and the tooltip. */
  readonly label: string;
  readonly keys?: string | undefined;
  readonly tone?: 'ghost' | 'default' | 'danger-soft' | undefined;
  readonly size?: 'sm' | 'md' | undefined;
  /** A button that stays in: aria-pressed. */
  readonly pressed?: boolean | undefined;
  readonly busy?: boolean | undefined;
  readonly disabledReason?: string | null | undefined;
}

export function IconButton({
  icon,
  label,
  keys,
  tone = 'ghost',
  size = 'sm',
  pressed,
  busy = false,
  disabledReason,
  className,
  onClick,
  ...rest
}: IconButtonProps) {
  const reason = disabledReason ?? null;
  const isOff = busy || reason !== null;
  return (
    <Tooltip text={label} keys={keys} detail={reason ?? undefined}>
      <button
        type="button"
        {...rest}
        className={classNames(
          'btn icon',
          tone !== 'default' && tone,
          size === 'sm' && 'sm',
          className,
        )}
        aria-label={label}
        aria-pressed={pressed}
        aria-disabled={isOff || undefined}
        aria-busy={busy || undefined}
        onClick={(event: MouseEvent<HTMLButtonElement>) => {
          if (isOff) event.preventDefault();
          else onClick?.(event);
        }}
      >
        <Icon icon={busy ? LoaderCircle : icon} className={busy ? 'spin' : undefined} />
      </button>
    </Tooltip>
  );
}
