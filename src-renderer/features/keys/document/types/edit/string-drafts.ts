import { LIMITS } from '../../../../../../src-shared/limits.ts';
import { escapeBytes, toBytes, toUtf8 } from '../../../../../../src-shared/redis-value.ts';
import { formatBytes } from '../../../../../ui/format/bytes.ts';
import { withoutHidden } from '../../value/hidden-characters.ts';
import { showBytes } from '../../value/show-bytes.ts';
import { type EditDraft, withBytes } from './edit-draft.ts';

/** The row of a value that has none. */
export const WHOLE = 'whole value';

/** Text that a field gives back byte for byte: a carriage return, for one, it would lose. */
export function plainText(bytes: Uint8Array): string | null {
  const text = toUtf8(bytes);
  return text !== null && text.split('\n').every((line) => withoutHidden(line) === line)
    ? text
    : null;
}

/** The whole value as text, or with escapes where text would not keep its bytes; a string says why not. */
export function wholeDraft(before: Uint8Array, total: number): EditDraft | string {
  if (total > LIMITS.valueChunkBytes)
    return `${formatBytes(total)}: too long to edit here, append to it instead`;
  const text = plainText(before);
  return {
    rowId: WHOLE,
    title: text === null ? 'Change the value, written with escapes' : 'Change the value',
    parts: [{ id: 'value', label: 'Value', text: text ?? escapeBytes(before) }],
    read: before.byteLength === 0 ? '""' : showBytes(before, 2_000),
    edit: (typed = '') =>
      text === null
        ? withBytes(typed, (value) => ({ kind: 'string.set', before, value }))
        : { kind: 'string.set', before, value: toBytes(typed) },
  };
}

/** More at the end of a value of any length. */
export function appendDraft(length: number): EditDraft {
  return {
    rowId: null,
    title: `Append to ${formatBytes(length)}`,
    parts: [{ id: 'value', label: 'What to append', text: '' }],
    read: formatBytes(length),
    edit: (text = '') =>
      text === ''
        ? 'Write what to append'
        : withBytes(text, (value) => ({ kind: 'string.append', length, value })),
  };
}
