import type { PartsChange, ZsetPart } from '../../../../../../src-shared/contract/part-changes.ts';
import { bytesOf } from '../../../../../../src-shared/part-commands.ts';
import { LIMITS } from '../../../../../../src-shared/limits.ts';
import { formatBytes } from '../../../../../ui/format/bytes.ts';
import { formatCount, formatCountOf } from '../../../../../ui/format/count.ts';
import { readTtl } from '../../head/ttl-input.ts';
import type { ChangeDraft } from '../change/change-draft.ts';
import { partLock } from '../edit/edit-draft.ts';
import { readPlace } from '../read-place.ts';
import { readZsetRange } from '../zset-range.ts';

export type PartsDraft = ChangeDraft<PartsChange>;

type Chosen = readonly Readonly<Record<string, unknown>>[];

/** What was read of a value or member, and how long the whole is. */
interface Cut {
  readonly bytes: Uint8Array;
  readonly total: number | undefined;
}

interface Total {
  /** Of the whole, where not all of it was read. */
  readonly total?: number | undefined;
}

/** Why so many are not changed at once; null when they are. */
function tooMany(parts: Chosen): string | null {
  if (parts.length > LIMITS.partsTogether)
    return `At most ${formatCount(LIMITS.partsTogether)} at once: ${formatCount(parts.length)} are selected`;
  return bytesOf(parts) > LIMITS.partsBytes
    ? `At most ${formatBytes(LIMITS.partsBytes)} at once: select fewer`
    : null;
}

/** Removed is what was read, and a name has to be there whole; null when all of them are. */
const cutLock = (values: readonly Cut[]): string | null =>
  values.reduce<string | null>(
    (lock, { bytes, total = bytes.byteLength }) => lock ?? partLock(bytes, total),
    null,
  );

function removing(
  name: string,
  { parts, read }: { readonly parts: Chosen; readonly read: readonly Cut[] },
  change: () => PartsChange,
): PartsDraft {
  return {
    title: `Remove ${formatCountOf(parts.length, name)}`,
    parts: [],
    verb: 'Remove',
    isRemoval: true,
    change: () => tooMany(parts) ?? cutLock(read) ?? change(),
  };
}

interface FieldLike extends Total {
  readonly field: Uint8Array;
  readonly value: Uint8Array;
  readonly expiresAtMs: number | null;
}

export function removeFieldsDraft(rows: readonly FieldLike[]): PartsDraft {
  const fields = rows.map(({ field, value }) => ({ field, before: value }));
  const read = rows.map(({ value, total }) => ({ bytes: value, total }));
  return removing('field', { parts: fields, read }, () => ({ kind: 'hash.removeFields', fields }));
}

const timed = (rows: readonly FieldLike[]) =>
  rows.map(({ field, expiresAtMs }) => ({ field, before: expiresAtMs }));

export function expireFieldsDraft(rows: readonly FieldLike[]): PartsDraft {
  const fields = timed(rows);
  return {
    title: `TTL of ${formatCountOf(rows.length, 'field')}`,
    parts: [{ label: 'Expire in: seconds, or 15 min, 1h 30m, 2 d', text: '' }],
    verb: 'Set TTL',
    isRemoval: false,
    change: ([text = '']) => {
      const ttl = readTtl({ mode: 'in', duration: text, at: '' }, 0);
      if (!ttl.ok) return ttl.error;
      return tooMany(fields) ?? { kind: 'hash.expireFields', fields, ttlMs: ttl.ttlMs };
    },
  };
}

export function persistFieldsDraft(rows: readonly FieldLike[]): PartsDraft {
  const fields = timed(rows.filter(({ expiresAtMs }) => expiresAtMs !== null));
  return {
    title: `Remove the TTL of ${formatCountOf(fields.length, 'field')}`,
    parts: [],
    verb: 'Remove TTL',
    isRemoval: false,
    change: () => tooMany(fields) ?? { kind: 'hash.expireFields', fields, ttlMs: null },
  };
}

interface MemberLike extends Total {
  readonly member: Uint8Array;
}

const readOf = (rows: readonly MemberLike[]): readonly Cut[] =>
  rows.map(({ member, total }) => ({ bytes: member, total }));

export function removeMembersDraft(rows: readonly MemberLike[]): PartsDraft {
  const members = rows.map(({ member }) => ({ member }));
  return removing('member', { parts: members, read: readOf(rows) }, () => ({
    kind: 'set.removeMembers',
    members,
  }));
}

export function removeScoredDraft(
  rows: readonly (MemberLike & { readonly score: string })[],
): PartsDraft {
  const members = rows.map(({ member, score }) => ({ member, before: score }));
  return removing('member', { parts: members, read: readOf(rows) }, () => ({
    kind: 'zset.removeMembers',
    members,
  }));
}

export function removeElementsDraft(
  rows: readonly (Total & { readonly index: number; readonly value: Uint8Array })[],
): PartsDraft {
  const elements = rows
    .map(({ index, value }) => ({ index, before: value }))
    .sort((a, b) => a.index - b.index);
  const read = rows.map(({ value, total }) => ({ bytes: value, total }));
  return removing('element', { parts: elements, read }, () => ({
    kind: 'list.removeElements',
    elements,
  }));
}

const WRONG_PLACE = 'Whole numbers: 0 is the first, -1 the last';

interface RangeTexts {
  readonly title: string;
  readonly placeholders: readonly [string, string];
  /** A string says what is wrong. */
  readonly part: (from: string, to: string) => ZsetPart | string;
}

const rangeDraft = ({ title, placeholders, part }: RangeTexts): PartsDraft => ({
  title,
  parts: [
    { label: 'From', text: '', placeholder: placeholders[0] },
    { label: 'To', text: '', placeholder: placeholders[1] },
  ],
  verb: 'Remove',
  isRemoval: true,
  change: ([from = '', to = '']) => {
    const range = part(from, to);
    return typeof range === 'string' ? range : { kind: 'zset.removeRange', range };
  },
});

export const removeByScoreDraft = rangeDraft({
  title: 'Remove members by score',
  placeholders: ['-inf', 'inf'],
  part: (from, to) => {
    if (from.trim() === '' || to.trim() === '') return 'Both ends; -inf and inf are none';
    return readZsetRange('score', { min: from, max: to }) ?? 'A number, (number, inf or -inf';
  },
});

export const removeByNameDraft = rangeDraft({
  title: 'Remove members by name',
  placeholders: ['-', '+'],
  part: (from, to) => {
    if (from === '' || to === '') return 'Both ends: name, (name to leave it out; - and + are none';
    return readZsetRange('lex', { min: from, max: to }) ?? 'A backslash starts an escape';
  },
});

export const removeByRankDraft = rangeDraft({
  title: 'Remove members by rank',
  placeholders: ['0', '-1'],
  part: (from, to) => {
    const [start, stop] = [readPlace(from), readPlace(to)];
    return start === null || stop === null ? WRONG_PLACE : { by: 'rank', start, stop };
  },
});

export const trimDraft: PartsDraft = {
  title: 'Trim the list to a range',
  parts: [
    { label: 'First index to keep', text: '', placeholder: '0' },
    { label: 'Last index to keep', text: '', placeholder: '-1' },
  ],
  verb: 'Trim',
  isRemoval: true,
  change: ([from = '', to = '']) => {
    const [start, stop] = [readPlace(from), readPlace(to)];
    return start === null || stop === null ? WRONG_PLACE : { kind: 'list.trim', start, stop };
  },
};
