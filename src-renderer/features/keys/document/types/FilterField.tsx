import { ListFilter } from 'lucide-react';
import { useEffect, useState } from 'react';
import { SearchField } from '../../../../ui/SearchField.tsx';

const TYPING_MS = 200;

export interface FilterFieldProps {
  readonly label: string;
  readonly placeholder: string;
  readonly onChange: (text: string) => void;
}

/** A filter the server runs (MATCH), 200 ms after the last key press. */
export function FilterField({ label, placeholder, onChange }: FilterFieldProps) {
  const [text, setText] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => {
      onChange(text);
    }, TYPING_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [text, onChange]);
  return (
    <SearchField
      label={label}
      icon={ListFilter}
      keys={undefined}
      mono
      placeholder={placeholder}
      value={text}
      onChange={setText}
      className="w-56"
    />
  );
}
