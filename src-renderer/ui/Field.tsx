import type { LucideIcon } from 'lucide-react';
import { type ComponentPropsWithRef, type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';
import { Icon } from './Icon.tsx';
import { Kbd } from './Kbd.tsx';

type NativeProps = Omit<ComponentPropsWithRef<'input'>, 'size' | 'onChange' | 'value'>;

export interface FieldProps extends NativeProps {
  /** Shown above, or with `labelHidden` only read out. */
  readonly label: string;
  readonly labelHidden?: boolean | undefined;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly size?: 'sm' | 'md' | undefined;
  /** The quiet border of toolbars, where the icon or placeholder already says what it is. */
  readonly soft?: boolean | undefined;
  /** For what Redis would print back: names, patterns, hosts, commands. */
  readonly mono?: boolean | undefined;
  readonly icon?: LucideIcon | undefined;
  readonly keys?: string | undefined;
  /** Inside, at the end: "1 match", a small button. */
  readonly end?: ReactNode;
  readonly hint?: ReactNode;
  /** What is accepted instead. Check on blur, not while typing. */
  readonly error?: string | null | undefined;
}

export function Field({
  label,
  labelHidden = false,
  value,
  onChange,
  size = 'md',
  soft = false,
  mono = false,
  icon,
  keys,
  end,
  hint,
  error,
  className,
  ...rest
}: FieldProps) {
  const id = useId();
  const note = error ?? hint;
  const isWrong = typeof error === 'string';
  return (
    <div className={classNames('min-w-0', className)}>
      <label htmlFor={id} className={labelHidden ? 'sr' : 'lab'}>
        {label}
      </label>
      <div className={classNames('field', size === 'sm' && 'sm', soft && 'soft', mono && 'mono')}>
        {icon === undefined ? null : <Icon icon={icon} />}
        <input
          type="text"
          spellCheck={false}
          autoComplete="off"
          {...rest}
          id={id}
          value={value}
          aria-invalid={isWrong || undefined}
          aria-describedby={note === undefined || note === null ? undefined : `${id}-note`}
          onChange={(event) => {
            onChange(event.currentTarget.value);
          }}
        />
        {end}
        {keys === undefined ? null : <Kbd keys={keys} />}
      </div>
      {note === undefined || note === null ? null : (
        <div id={`${id}-note`} className={classNames('hint', isWrong && 'bad')}>
          {note}
        </div>
      )}
    </div>
  );
}
