import { LoaderCircle, type LucideIcon } from 'lucide-react';
import type { ComponentPropsWithRef, MouseEvent, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Icon } from './Icon.tsx';
import { Kbd } from './Kbd.tsx';
import { Tooltip } from './Tooltip.tsx';

export type ButtonTone = 'default' | 'primary' | 'danger' | 'danger-soft' | 'ghost';
export type ButtonSize = 'sm' | 'md' | 'lg';

type NativeProps = Omit<ComponentPropsWithRef<'button'>, 'disabled' | 'children'>;

export interface ButtonProps extends NativeProps {
  readonly children: ReactNode;
  /** `danger` only inside a confirmation; `danger-soft` elsewhere. One `primary` per view. */
  readonly tone?: ButtonTone | undefined;
  readonly size?: ButtonSize | undefined;
  readonly icon?: LucideIcon | undefined;
  /** After the words: a chevron of a menu. */
  readonly endIcon?: LucideIcon | undefined;
  readonly keys?: string | undefined;
  /** Something runs: a spinner takes the icon's place, and a click does nothing. */
  readonly busy?: boolean | undefined;
  /** The button is off, still reachable, and says why. */
  readonly disabledReason?: string | null | undefined;
}

export function Button({
  children,
  tone = 'default',
  size = 'md',
  icon,
  endIcon,
  keys,
  busy = false,
  disabledReason,
  className,
  onClick,
  ...rest
}: ButtonProps) {
  const reason = disabledReason ?? null;
  const isOff = busy || reason !== null;
  const shown = busy ? LoaderCircle : icon;
  const button = (
    <button
      type="button"
      {...rest}
      className={classNames('btn', tone !== 'default' && tone, size !== 'md' && size, className)}
      aria-disabled={isOff || undefined}
      aria-busy={busy || undefined}
      onClick={(event: MouseEvent<HTMLButtonElement>) => {
        if (isOff) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {shown === undefined ? null : <Icon icon={shown} className={busy ? 'spin' : undefined} />}
      {children}
      {keys === undefined ? null : <Kbd keys={keys} />}
      {endIcon === undefined ? null : <Icon icon={endIcon} size={12} />}
    </button>
  );
  // A button that is off now and then keeps its element, or the focus, and a click that has begun, would go with it.
  return disabledReason === undefined ? button : <Tooltip text={reason}>{button}</Tooltip>;
}
