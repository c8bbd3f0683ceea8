import { Search, X } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { Field, type FieldProps } from './Field.tsx';
import { Icon } from './Icon.tsx';

/** A filter: `keys` say what reaches it (the view listens for that), Esc empties it, and then leaves. */
export function SearchField({
  icon = Search,
  keys,
  size = 'sm',
  onChange,
  value,
  onKeyDown,
  ...rest
}: Omit<FieldProps, 'soft' | 'labelHidden' | 'end'>) {
  const clear = () => {
    onChange('');
  };
  return (
    <Field
      {...rest}
      soft
      labelHidden
      type="search"
      icon={icon}
      size={size}
      value={value}
      onChange={onChange}
      keys={value === '' ? keys : undefined}
      end={
        value === '' ? null : (
          <button
            type="button"
            className="p-1 -mr-1 text-text-3"
            aria-label="Clear"
            onClick={clear}
          >
            <Icon icon={X} />
          </button>
        )
      }
      onKeyDown={(event: KeyboardEvent<HTMLInputElement>) => {
        onKeyDown?.(event);
        if (event.defaultPrevented || event.key !== 'Escape') return;
        event.stopPropagation();
        if (value === '') event.currentTarget.blur();
        else clear();
      }}
    />
  );
}
