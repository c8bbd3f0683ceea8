import { type Editable, encodeEdited } from '../../../decode/edit-form.ts';
import type { EditDraft } from './edit-draft.ts';
import { WHOLE } from './string-drafts.ts';

/** What a string decodes to, as the text of it; a string says why it is only read. */
export function decodedDraft(before: Uint8Array, edit: Editable): EditDraft | string {
  if (!edit.isEditable) return `Read-only: ${edit.reason}. Text or hex edits the bytes`;
  return {
    rowId: WHOLE,
    title: 'Change the decoded value',
    parts: [{ id: 'value', label: 'Decoded value', text: edit.text }],
    read: edit.text.slice(0, 2_000),
    edit: (typed = '') => {
      const value = encodeEdited(typed, edit.form);
      return typeof value === 'string' ? value : { kind: 'string.set', before, value };
    },
  };
}
