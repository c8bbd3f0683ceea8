import { Braces, ChevronsDownUp, ChevronsUpDown, Columns2, ListTree } from 'lucide-react';
import { IconButton } from '../../../../ui/IconButton.tsx';
import { Segmented } from '../../../../ui/Segmented.tsx';
import { setPreference, usePreference } from '../view-preferences.ts';
import { DEFAULT_FOLDING, type Folding } from './tree-rows.ts';

const modes = [
  { value: 'tree', label: 'Tree', icon: ListTree },
  { value: 'text', label: 'Text', icon: Braces },
  { value: 'split', label: 'Split', icon: Columns2 },
] as const;

/** Tree, text or both. */
export function JsonModes() {
  const mode = usePreference((state) => state.jsonMode);
  return (
    <Segmented
      label="Show JSON as"
      value={mode}
      segments={modes}
      onChange={(jsonMode) => {
        setPreference({ jsonMode });
      }}
    />
  );
}

export interface FoldButtonsProps {
  readonly onFold: (change: (folding: Folding) => Folding) => void;
}

/** Opens or closes all of a tree. */
export function FoldButtons({ onFold }: FoldButtonsProps) {
  return (
    <>
      <IconButton
        icon={ChevronsUpDown}
        label="Expand all"
        onClick={() => {
          onFold(() => ({ ...DEFAULT_FOLDING, base: 'open' }));
        }}
      />
      <IconButton
        icon={ChevronsDownUp}
        label="Collapse all"
        onClick={() => {
          onFold(() => ({ ...DEFAULT_FOLDING, base: 'closed' }));
        }}
      />
    </>
  );
}
