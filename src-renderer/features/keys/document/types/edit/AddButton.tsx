import { Plus } from 'lucide-react';
import { Button } from '../../../../../ui/Button.tsx';
import { Menu } from '../../../../../ui/Menu.tsx';
import type { EditDraft } from './edit-draft.ts';

export interface AddButtonProps {
  readonly offers: readonly { readonly label: string; readonly draft: EditDraft }[];
  readonly onAdd: (draft: EditDraft) => void;
}

/** One button, or a menu where a new element has several places. */
export function AddButton({ offers, onAdd }: AddButtonProps) {
  const [first] = offers;
  if (first === undefined) return null;
  if (offers.length === 1)
    return (
      <Button
        size="sm"
        tone="ghost"
        icon={Plus}
        onClick={() => {
          onAdd(first.draft);
        }}
      >
        {first.label}
      </Button>
    );
  return (
    <Menu
      align="end"
      trigger={
        <Button size="sm" tone="ghost" icon={Plus}>
          Add element
        </Button>
      }
      entries={offers.map(({ label, draft }) => ({
        label,
        onSelect: () => {
          onAdd(draft);
        },
      }))}
    />
  );
}
