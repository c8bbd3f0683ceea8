import { ChevronDown } from 'lucide-react';
import { useId } from 'react';
import { classNames } from './class-names.ts';
import { Icon } from './Icon.tsx';

export interface SelectOption<Value extends string> {
  readonly value: Value;
  readonly label: string;
  /** Greyed, with the reason after its label. */
  readonly disabledReason?: string | undefined;
}

export interface SelectProps<Value extends string> {
  readonly label: string;
  /** Default true: toolbars say it by the value. */
  readonly labelHidden?: boolean | undefined;
  readonly value: Value;
  readonly options: readonly SelectOption<Value>[];
  readonly onChange: (value: Value) => void;
  readonly size?: 'sm' | 'md' | undefined;
  readonly soft?: boolean | undefined;
  readonly mono?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  readonly className?: string | undefined;
}

/** A native select whose list is drawn by the kit (`appearance: base-select`): Radix's injects a <style>. */
export function Select<Value extends string>({
  label,
  labelHidden = true,
  value,
  options,
  onChange,
  size = 'sm',
  soft = true,
  mono = false,
  disabled = false,
  className,
}: SelectProps<Value>) {
  const id = useId();
  return (
    <div className={classNames('min-w-0', className)}>
      <label htmlFor={id} className={labelHidden ? 'sr' : 'lab'}>
        {label}
      </label>
      <div className={classNames('field', size === 'sm' && 'sm', soft && 'soft', mono && 'mono')}>
        <select
          id={id}
          value={value}
          disabled={disabled}
          onChange={(event) => {
            const chosen = options[event.currentTarget.selectedIndex];
            if (chosen !== undefined) onChange(chosen.value);
          }}
        >
          {options.map((option) => (
            <option
              key={option.value}
              value={option.value}
              disabled={option.disabledReason !== undefined}
            >
              {option.disabledReason === undefined
                ? option.label
                : `${option.label} (${option.disabledReason})`}
            </option>
          ))}
        </select>
        <Icon icon={ChevronDown} size={12} />
      </div>
    </div>
  );
}
