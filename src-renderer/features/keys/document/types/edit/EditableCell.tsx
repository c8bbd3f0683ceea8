import { createContext, type ReactNode, use } from 'react';
import { EditInput } from './EditInput.tsx';
import type { Editing } from './use-editing.ts';

/** The columns are made once: what is edited reaches the cells beside them. */
export const EditingContext = createContext<Editing | null>(null);

export interface EditableCellProps {
  readonly rowId: string;
  readonly children: ReactNode;
}

/** A cell that becomes a field while its row is edited. */
export function EditableCell({ rowId, children }: EditableCellProps) {
  const editing = use(EditingContext);
  if (editing === null || editing.state.status === 'idle') return children;
  const { draft, texts } = editing.state;
  const part = draft.parts[0];
  if (draft.rowId !== rowId || draft.isInPanel === true || part === undefined) return children;
  return (
    <EditInput
      label={part.label}
      text={texts[0] ?? ''}
      isWrong={typeof draft.edit(...texts) === 'string'}
      isReadOnly={editing.state.status !== 'editing'}
      editing={editing}
    />
  );
}
