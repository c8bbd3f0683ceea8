import { type ReactNode, useEffect, useRef } from 'react';
import { classNames } from './class-names.ts';

export interface CheckboxProps {
  readonly label: ReactNode;
  readonly labelHidden?: boolean | undefined;
  /** 'some' for a head whose rows are partly checked. */
  readonly checked: boolean | 'some';
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean | undefined;
  readonly tabIndex?: number | undefined;
  readonly className?: string | undefined;
}

export function Checkbox({
  label,
  labelHidden = false,
  checked,
  onChange,
  disabled = false,
  tabIndex,
  className,
}: CheckboxProps) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current !== null) box.current.indeterminate = checked === 'some';
  }, [checked]);
  return (
    <label className={classNames('toggle', className)}>
      <input
        ref={box}
        type="checkbox"
        className="check"
        checked={checked === true}
        disabled={disabled}
        tabIndex={tabIndex}
        onChange={(event) => {
          onChange(event.currentTarget.checked);
        }}
      />
      <span className={labelHidden ? 'sr' : 'min-w-0'}>{label}</span>
    </label>
  );
}
