import { Search, X } from 'lucide-react';
import { type KeyboardEvent, useRef } from 'react';
import { Field, type FieldProps } from './Field.tsx';
import { Icon } from './Icon.tsx';

/** A filter: `keys` say what reaches it (the view listens for that), Esc empties it, and then leads back. */
export function SearchField({
  icon = Search,
  keys,
  size = 'sm',
  onChange,
  value,
  onKeyDown,
  onFocus,
  ...rest
}: Omit<FieldProps, 'soft' | 'labelHidden' | 'end'>) {
  const cameFrom = useRef<EventTarget | null>(null);
  const leave = (field: HTMLInputElement) => {
    const { current } = cameFrom;
    if (current instanceof HTMLElement && current.isConnected) current.focus();
    else field.blur();
  };
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
      onFocus={(event) => {
        onFocus?.(event);
        cameFrom.current = event.relatedTarget;
      }}
      onKeyDown={(event: KeyboardEvent<HTMLInputElement>) => {
        onKeyDown?.(event);
        if (event.defaultPrevented || event.key !== 'Escape') return;
        event.stopPropagation();
        if (value === '') leave(event.currentTarget);
        else clear();
      }}
    />
  );
}
