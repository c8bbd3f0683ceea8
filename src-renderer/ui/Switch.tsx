import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

export interface SwitchProps {
  readonly label: ReactNode;
  readonly labelHidden?: boolean | undefined;
  /** The words after the switch, or before it. */
  readonly labelFirst?: boolean | undefined;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean | undefined;
  readonly className?: string | undefined;
}

/** Takes effect at once; a Checkbox where something is saved later. */
export function Switch({
  label,
  labelHidden = false,
  labelFirst = false,
  checked,
  onChange,
  disabled = false,
  className,
}: SwitchProps) {
  return (
    <label className={classNames('toggle', labelFirst && 'flex-row-reverse', className)}>
      <input
        type="checkbox"
        role="switch"
        className="switch"
        checked={checked}
        disabled={disabled}
        onChange={(event) => {
          onChange(event.currentTarget.checked);
        }}
      />
      <span className={labelHidden ? 'sr' : 'min-w-0'}>{label}</span>
    </label>
  );
}
