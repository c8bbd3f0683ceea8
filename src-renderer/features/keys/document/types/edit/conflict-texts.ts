import type { Present, ValueEdit } from '../../../../../../src-shared/contract/edits.ts';
import {
  equalBytes,
  escapeBytes,
  parseEscaped,
  toBytes,
} from '../../../../../../src-shared/redis-value.ts';
import { changedRange } from '../../../../../../src-shared/edit-commands.ts';
import type { ThreeSources } from '../../diff/use-three-way.ts';
import { plainText } from '../../value/hidden-characters.ts';
import { type EditDraft, rebased, shownMine, shownPresent } from './edit-draft.ts';

export interface ConflictTexts {
  readonly sources: ThreeSources;
  /** How bytes are written in them; null: they are words, which are not merged. */
  readonly form: 'text' | 'escaped' | null;
}

function bytesBefore(edit: ValueEdit): Uint8Array | null {
  return 'before' in edit && typeof edit.before === 'object' ? edit.before : null;
}

function bytesAfter(edit: ValueEdit): Uint8Array | null {
  return 'value' in edit && typeof edit.value === 'object' ? edit.value : null;
}

/** From the first byte in which either differs from what was read to the last. */
function differing(read: Uint8Array, theirs: Uint8Array, mine: Uint8Array): [number, number] {
  const ranges = [changedRange(read, theirs), changedRange(read, mine)];
  return [Math.min(...ranges.map(({ first }) => first)), Math.max(...ranges.map(({ end }) => end))];
}

/** What was read, what is there now and what was typed, all written in the same way. */
export function conflictTexts(draft: EditDraft, edit: ValueEdit, now: Present): ConflictTexts {
  const read = bytesBefore(edit);
  const mine = bytesAfter(edit);
  if (read === null || mine === null || now.is !== 'bytes') {
    const words = { read: draft.read, theirs: shownPresent(now), mine: shownMine(edit) };
    return { sources: words, form: null };
  }
  // Of a part of a long string only where they differ.
  const [first, end] =
    edit.kind === 'string.setrange' ? differing(read, now.bytes, mine) : [0, undefined];
  const all = [read, now.bytes, mine].map((bytes) => bytes.subarray(first, end));
  const texts = all.map(plainText);
  const isText = !texts.includes(null);
  const [one = '', two = '', three = ''] = isText ? texts : all.map(escapeBytes);
  const isWhole = now.total === now.bytes.byteLength && edit.kind !== 'string.setrange';
  return {
    sources: { read: one, theirs: two, mine: three },
    form: !isWhole ? null : isText ? 'text' : 'escaped',
  };
}

/**
 * The merged text as it would have to be typed into this draft; null where the draft is written in another way than
 * the texts (as its decoded value), or cannot be put over what is there.
 */
export function typedMerge(
  {
    draft,
    edit,
    now,
  }: { readonly draft: EditDraft; readonly edit: ValueEdit; readonly now: Present },
  merged: string,
  form: ConflictTexts['form'],
): string | null {
  if (form === null || rebased(edit, now) === null || draft.parts.length !== 1) return null;
  const bytes = form === 'text' ? toBytes(merged) : parseEscaped(merged);
  if (bytes === null) return null;
  const writes = (typed: string): boolean => {
    const made = draft.edit(typed);
    const value = typeof made === 'string' ? null : bytesAfter(made);
    return value !== null && equalBytes(value, bytes);
  };
  return [merged, escapeBytes(bytes)].find(writes) ?? null;
}
