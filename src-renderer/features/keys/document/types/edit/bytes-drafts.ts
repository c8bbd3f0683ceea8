import type { ValueEdit } from '../../../../../../src-shared/contract/edits.ts';
import { LIMITS } from '../../../../../../src-shared/limits.ts';
import {
  equalBytes,
  escapeBytes,
  fromBinaryString,
  toBinaryString,
  toBytes,
} from '../../../../../../src-shared/redis-value.ts';
import { formatBytes } from '../../../../../ui/format/bytes.ts';
import { formatCount, formatCountOf } from '../../../../../ui/format/count.ts';
import { type Editable, encodeEdited } from '../../../decode/edit-form.ts';
import { isPlain, plainText } from '../../value/hidden-characters.ts';
import { NOTHING_MISSING, partText } from '../../value/part-text.ts';
import { showBytes } from '../../value/show-bytes.ts';
import { type EditDraft, type EditPart, isWritten, typedBytes, withBytes } from './edit-draft.ts';

/** The row of a value that has none. */
export const WHOLE = 'whole value';

/** Bytes that are edited in a place of their own, and the edit that puts others there. */
export interface EditedBytes {
  readonly rowId: string;
  /** "the value", "element 3". */
  readonly name: string;
  readonly label: string;
  readonly before: Uint8Array;
  readonly hasFieldTtl?: boolean;
  readonly isInPanel?: boolean;
  /** Where they begin in a longer value, in which they keep their length; null: they are all of it. */
  readonly part: { readonly start: number; readonly total: number } | null;
  /** A string says what is wrong with them. */
  readonly toEdit: (value: Uint8Array) => ValueEdit | string;
}

const tooLong = `At most ${formatBytes(LIMITS.editBytes)}`;

/** What is asked again and again of one text is found out once. */
function remembered(
  find: (text: string) => ValueEdit | string,
): (...texts: readonly string[]) => ValueEdit | string {
  let last: { readonly text: string; readonly found: ValueEdit | string } | null = null;
  return (text = '') => {
    if (last?.text !== text) last = { text, found: find(text) };
    return last.found;
  };
}

function partEdit(
  before: Uint8Array,
  { start: offset, total: length }: { readonly start: number; readonly total: number },
): EditedBytes['toEdit'] {
  return (value) => {
    const longer = value.byteLength - before.byteLength;
    if (longer !== 0)
      return `${formatCountOf(Math.abs(longer), 'byte')} ${longer > 0 ? 'more' : 'fewer'} than were read: a part of a long value keeps its length`;
    if (equalBytes(value, before)) return 'Nothing is changed yet';
    return { kind: 'string.setrange', length, offset, before, value };
  };
}

/** A string, or the part of it that is shown; a string says why that is not edited. */
export function stringBytes(
  before: Uint8Array,
  start: number,
  total: number,
): EditedBytes | string {
  if (before.byteLength > LIMITS.editBytes)
    return `${formatBytes(before.byteLength)} are shown, and at most ${formatBytes(LIMITS.editBytes)} are edited at once: reload, and go to the offset`;
  const shared = { rowId: WHOLE, label: 'Value', before };
  if (before.byteLength === total)
    return {
      ...shared,
      name: 'the value',
      part: null,
      toEdit: (value) => ({ kind: 'string.set', before, value }),
    };
  const part = { start, total };
  const last = start + before.byteLength - 1;
  return {
    ...shared,
    name: `bytes ${formatCount(start)} to ${formatCount(last)} of ${formatCount(total)} in place`,
    part,
    toEdit: partEdit(before, part),
  };
}

const readText = (bytes: Uint8Array): string =>
  bytes.byteLength === 0 ? '""' : showBytes(bytes, 2_000);

const sharedOf = ({ rowId, before, hasFieldTtl = false, isInPanel = false }: EditedBytes) => ({
  rowId,
  hasFieldTtl,
  isInPanel,
  read: readText(before),
});

/** Bytes around it that are no characters of it, and the text between; null where a field would not give them back. */
function plainPart({ before, part }: EditedBytes) {
  const missing =
    part === null
      ? NOTHING_MISSING
      : { before: part.start > 0, after: part.start + before.byteLength < part.total };
  const cut = partText(before, missing);
  return cut !== null && isPlain(cut.text) ? cut : null;
}

function around(before: Uint8Array, lead: number, inner: Uint8Array, tail: number): Uint8Array {
  const bytes = new Uint8Array(lead + inner.byteLength + tail);
  bytes.set(before.subarray(0, lead));
  bytes.set(inner, lead);
  bytes.set(before.subarray(before.byteLength - tail), lead + inner.byteLength);
  return bytes;
}

/** Its text is made when it is edited, which most values never are. */
function laterPart(id: string, label: string, read: () => string): EditPart {
  let text: string | null = null;
  return {
    id,
    label,
    get text() {
      return (text ??= read());
    },
  };
}

function escapedDraft(edited: EditedBytes): EditDraft {
  const { name, label, before, toEdit } = edited;
  return {
    ...sharedOf(edited),
    title: `Change ${name}, written with escapes`,
    parts: [laterPart('value', label, () => escapeBytes(before))],
    edit: remembered((typed) => {
      const value = typedBytes(typed);
      return typeof value === 'string' ? value : toEdit(value);
    }),
  };
}

/** As text, or with escapes where text would not keep the bytes. `isJson`: it is JSON as it was read. */
export function textDraft(edited: EditedBytes, isJson: boolean): EditDraft {
  const { name, label, before, toEdit } = edited;
  const plain = plainPart(edited);
  const shared = { ...sharedOf(edited), isJson };
  if (plain === null) return { ...escapedDraft(edited), isJson };
  const { text, lead, tail } = plain;
  return {
    ...shared,
    title: `Change ${name}`,
    parts: [{ id: 'value', label, text }],
    edit: remembered((typed) => {
      const value = around(before, lead, toBytes(typed), tail);
      return value.byteLength > LIMITS.editBytes ? tooLong : toEdit(value);
    }),
  };
}

/** Byte for byte: the text of the draft has one character a byte. */
export function hexDraft(edited: EditedBytes): EditDraft {
  const { name, label, before, part, toEdit } = edited;
  return {
    ...sharedOf(edited),
    title: `Change ${name}`,
    parts: [laterPart('value', `${label} as hex`, () => toBinaryString(before))],
    hex: { before, start: part?.start ?? 0, isFixed: part !== null },
    edit: remembered((typed) =>
      typed.length > LIMITS.editBytes ? tooLong : toEdit(fromBinaryString(typed)),
    ),
  };
}

/** As the text of what they decode to; a string says why that is only read. */
export function decodedDraft(edited: EditedBytes, edit: Editable): EditDraft | string {
  if (!edit.isEditable) return `Read-only: ${edit.reason}. Text or hex edits the bytes`;
  return {
    ...sharedOf(edited),
    title: `Change the decoded ${edited.name.replace(/^the /, '')}`,
    parts: [{ id: 'value', label: `Decoded ${edited.label.toLowerCase()}`, text: edit.text }],
    read: edit.text.slice(0, 2_000),
    isDecoded: true,
    isJson: edit.form.content.format !== 'text',
    edit: remembered((typed) => {
      const value = encodeEdited(typed, edit.form);
      return typeof value === 'string' ? value : edited.toEdit(value);
    }),
  };
}

const bytesOf = (made: ValueEdit | string): Uint8Array | null =>
  typeof made !== 'string' && 'value' in made && typeof made.value === 'object' ? made.value : null;

/**
 * What is written in one form as it would be written in another one, where that makes the very same bytes; null where
 * it would not, or where what is written makes none.
 */
export function carriedDraft(
  from: { readonly draft: EditDraft; readonly text: string },
  edited: EditedBytes,
  to: EditDraft,
): { readonly draft: EditDraft; readonly text: string } | null {
  const [first] = to.parts;
  if (first === undefined) return null;
  if (!isWritten(from.draft, [from.text])) return { draft: to, text: first.text };
  const bytes = bytesOf(from.draft.edit(from.text));
  if (bytes === null) return null;
  const isSame = (draft: EditDraft, text: string): boolean => {
    const made = bytesOf(draft.edit(text));
    return made !== null && equalBytes(made, bytes);
  };
  const forms =
    to.hex !== undefined
      ? [{ draft: to, text: toBinaryString(bytes) }]
      : [
          { draft: to, text: plainText(bytes) ?? '' },
          { draft: escapedDraft(edited), text: escapeBytes(bytes) },
        ];
  return forms.find(({ draft, text }) => isSame(draft, text)) ?? null;
}

/** More at the end of a string of any length. */
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
