import type { ValueEdit } from '../../../../../../src-shared/contract/edits.ts';
import { equalBytes, escapeBytes } from '../../../../../../src-shared/redis-value.ts';
import { formatClock } from '../../../../../ui/format/clock.ts';
import { readTtl } from '../../head/ttl-input.ts';
import { showBytes } from '../../value/show-bytes.ts';
import { readPlace } from '../read-place.ts';
import type { EditedBytes } from './bytes-drafts.ts';
import {
  cellLock,
  type EditDraft,
  partLock,
  typedBytes,
  withBytes,
  withScore,
} from './edit-draft.ts';
import type { EditOffers } from './EditableTable.tsx';

const asked = (id: string, label: string) => ({ id, label, text: '' });
const removal = { rowId: null, parts: [] } as const;
/** What was read, for the comparison. */
const shown = (bytes: Uint8Array): string =>
  bytes.byteLength === 0 ? '""' : showBytes(bytes, 2_000);

export const NO_FIELD_TTL = 'This server has no TTL of fields';

interface FieldLike {
  readonly id: string;
  readonly field: Uint8Array;
  readonly value: Uint8Array;
  /** Of the whole value. */
  readonly total: number;
  readonly expiresAtMs: number | null;
}

const newField: EditDraft = {
  rowId: null,
  title: 'New field',
  parts: [asked('field', 'Field'), asked('value', 'Value')],
  read: null,
  edit: (name = '', text = '') => {
    const field = typedBytes(name);
    if (typeof field === 'string') return field;
    return withBytes(text, (value) => ({ kind: 'hash.set', field, before: null, value }));
  },
};

const setTtl = ({ field, expiresAtMs: before }: FieldLike): EditDraft => ({
  rowId: null,
  title: `TTL of ${showBytes(field, 80)}`,
  parts: [asked('ttl', 'Expires in: seconds, or 15 min, 1h 30m, 2 d')],
  read: before === null ? 'no TTL' : `expires ${formatClock(before)}`,
  edit: (text = '') => {
    const ttl = readTtl({ mode: 'in', duration: text, at: '' }, 0);
    if (!ttl.ok) return ttl.error;
    return { kind: 'hash.expire', field, before, ttlMs: ttl.ttlMs };
  },
});

const removeTtl = ({ field, expiresAtMs: before }: FieldLike): EditDraft | string =>
  before === null
    ? 'It has none'
    : {
        ...removal,
        title: `Remove the TTL of ${showBytes(field, 80)}`,
        read: `expires ${formatClock(before)}`,
        edit: () => ({ kind: 'hash.expire', field, before, ttlMs: null }),
      };

/** Values of fields are edited, fields added and removed, their TTLs set where the server has them. */
export const fieldOffers = (hasFieldTtl: boolean): EditOffers<FieldLike> => ({
  more: (row) => [
    { label: 'Set TTL', draft: hasFieldTtl ? setTtl(row) : NO_FIELD_TTL },
    { label: 'Remove TTL', draft: hasFieldTtl ? removeTtl(row) : NO_FIELD_TTL },
  ],
  changeLabel: 'Edit value',
  removeLabel: 'Remove field',
  change: ({ id, field, value: before, total, expiresAtMs }) =>
    cellLock(before, total) ?? {
      rowId: id,
      title: `Change ${showBytes(field, 80)}`,
      parts: [
        { id: 'value', label: `Value of ${showBytes(field, 80)}`, text: escapeBytes(before) },
      ],
      read: shown(before),
      hasFieldTtl: expiresAtMs !== null,
      edit: (text = '') => withBytes(text, (value) => ({ kind: 'hash.set', field, before, value })),
    },
  remove: ({ field, value: before, total }) =>
    partLock(before, total) ?? {
      ...removal,
      title: `Remove field ${showBytes(field, 80)}`,
      read: shown(before),
      edit: () => ({ kind: 'hash.delete', field, before }),
    },
  add: [{ label: 'Add field', draft: newField }],
});

/** The value of a field in the panel below the table. */
export const fieldBytes = ({ id, field, value: before, expiresAtMs }: FieldLike): EditedBytes => ({
  rowId: id,
  name: showBytes(field, 80),
  label: `Value of ${showBytes(field, 80)}`,
  before,
  hasFieldTtl: expiresAtMs !== null,
  isInPanel: true,
  part: null,
  toEdit: (value) => ({ kind: 'hash.set', field, before, value }),
});

interface MemberLike {
  readonly id: string;
  readonly member: Uint8Array;
  /** Of the whole member. */
  readonly total: number;
}

/** Members are put in place of one another, added and removed. */
export const memberOffers: EditOffers<MemberLike> = {
  changeLabel: 'Edit member',
  removeLabel: 'Remove member',
  change: ({ id, member: before, total }) =>
    cellLock(before, total) ?? {
      rowId: id,
      title: `Change ${showBytes(before, 80)}`,
      parts: [{ id: 'member', label: 'Member', text: escapeBytes(before) }],
      read: shown(before),
      edit: (text = '') => withBytes(text, (member) => ({ kind: 'set.replace', before, member })),
    },
  remove: ({ member, total }) =>
    partLock(member, total) ?? {
      ...removal,
      title: `Remove member ${showBytes(member, 80)}`,
      read: shown(member),
      edit: () => ({ kind: 'set.remove', member }),
    },
  add: [
    {
      label: 'Add member',
      draft: {
        rowId: null,
        title: 'New member',
        parts: [asked('member', 'Member')],
        read: null,
        edit: (text = '') => withBytes(text, (member) => ({ kind: 'set.add', member })),
      },
    },
  ],
};

/** A member in the panel below the table. */
export const memberBytes = ({ id, member: before }: MemberLike): EditedBytes => ({
  rowId: id,
  name: showBytes(before, 80),
  label: 'Member',
  before,
  isInPanel: true,
  part: null,
  toEdit: (member) => ({ kind: 'set.replace', before, member }),
});

interface ScoredLike extends MemberLike {
  readonly score: string;
}

const toMember = ({ member, score: before }: ScoredLike) =>
  function toEdit(to: Uint8Array): ValueEdit | string {
    if (equalBytes(member, to)) return 'Nothing is changed yet';
    return { kind: 'zset.rename', member, before, to };
  };

/** Another name for the same score. */
const renamed = (row: ScoredLike): EditDraft | string =>
  cellLock(row.member, row.total) ?? {
    rowId: null,
    title: `Rename ${showBytes(row.member, 80)}`,
    parts: [{ id: 'member', label: 'Member', text: escapeBytes(row.member) }],
    read: `${shown(row.member)} with the score ${row.score}`,
    edit: (text = '') => {
      const to = typedBytes(text);
      return typeof to === 'string' ? to : toMember(row)(to);
    },
  };

/** A member of a sorted set in the panel below the table. */
export const scoredBytes = (row: ScoredLike): EditedBytes => ({
  rowId: row.id,
  name: showBytes(row.member, 80),
  label: 'Member',
  before: row.member,
  isInPanel: true,
  part: null,
  toEdit: toMember(row),
});

/** Scores are edited as they are written, members renamed, added and removed. */
export const scoredOffers: EditOffers<ScoredLike> = {
  changeLabel: 'Edit score',
  removeLabel: 'Remove member',
  more: (row) => [{ label: 'Rename member', draft: renamed(row) }],
  change: ({ id, member, total, score: before }) =>
    partLock(member, total) ?? {
      rowId: id,
      title: `Change the score of ${showBytes(member, 80)}`,
      parts: [{ id: 'score', label: `Score of ${showBytes(member, 80)}`, text: before }],
      read: before,
      edit: (text = '') =>
        withScore(text, (score) => ({ kind: 'zset.set', member, before, score })),
    },
  remove: ({ member, total, score: before }) =>
    partLock(member, total) ?? {
      ...removal,
      title: `Remove member ${showBytes(member, 80)}`,
      read: before,
      edit: () => ({ kind: 'zset.remove', member, before }),
    },
  add: [
    {
      label: 'Add member',
      draft: {
        rowId: null,
        title: 'New member',
        parts: [asked('score', 'Score'), asked('member', 'Member')],
        read: null,
        edit: (number = '', text = '') => {
          const member = typedBytes(text);
          if (typeof member === 'string') return member;
          return withScore(number, (score) => ({ kind: 'zset.set', member, before: null, score }));
        },
      },
    },
  ],
};

interface ElementLike {
  readonly index: number;
  readonly value: Uint8Array;
  /** Of the whole element. */
  readonly total: number;
}

const pushed = (end: 'left' | 'right', title: string): EditDraft => ({
  rowId: null,
  title,
  parts: [asked('value', 'Value')],
  read: null,
  edit: (text = '') => withBytes(text, (value) => ({ kind: 'list.push', end, value })),
});

const inserted = (
  { index, value: before, total }: ElementLike,
  where: 'before' | 'after',
): EditDraft | string =>
  partLock(before, total) ?? {
    rowId: null,
    title: `New element ${where} element ${index}`,
    parts: [asked('value', 'Value')],
    read: shown(before),
    edit: (text = '') =>
      withBytes(text, (value) => ({ kind: 'list.insert', index, before, where, value })),
  };

const moved = (
  { index, value: before, total }: ElementLike,
  end: 'left' | 'right',
): EditDraft | string =>
  partLock(before, total) ?? {
    ...removal,
    title: `Move element ${index} to the ${end} end`,
    read: shown(before),
    edit: () => ({ kind: 'list.move', index, before, end }),
  };

const movedTo = ({ index, value: before, total }: ElementLike): EditDraft | string =>
  partLock(before, total) ?? {
    rowId: null,
    title: `Move element ${index}`,
    parts: [asked('to', 'To index')],
    read: shown(before),
    edit: (text = '') => {
      const to = readPlace(text);
      if (to === null || to < 0) return 'A whole number: 0 is the first';
      return to === index ? 'It is there already' : { kind: 'list.moveTo', index, before, to };
    },
  };

/** Elements are set, moved, pushed to either end, inserted beside one, and removed one by one. */
export const elementOffers: EditOffers<ElementLike> = {
  changeLabel: 'Edit element',
  removeLabel: 'Remove element',
  change: ({ index, value: before, total }) =>
    cellLock(before, total) ?? {
      rowId: String(index),
      title: `Change element ${index}`,
      parts: [{ id: 'value', label: `Element ${index}`, text: escapeBytes(before) }],
      read: shown(before),
      edit: (text = '') => withBytes(text, (value) => ({ kind: 'list.set', index, before, value })),
    },
  remove: ({ index, value: before, total }) =>
    partLock(before, total) ?? {
      ...removal,
      title: `Remove element ${index}`,
      read: shown(before),
      edit: () => ({ kind: 'list.remove', index, before }),
    },
  more: (row) => [
    { label: 'Insert before', draft: inserted(row, 'before') },
    { label: 'Insert after', draft: inserted(row, 'after') },
    {
      label: 'Move to the left end',
      draft: row.index === 0 ? 'It is there already' : moved(row, 'left'),
    },
    { label: 'Move to the right end', draft: moved(row, 'right') },
    { label: 'Move to an index', draft: movedTo(row) },
  ],
  add: [
    { label: 'At the left end', draft: pushed('left', 'New element at the left end') },
    { label: 'At the right end', draft: pushed('right', 'New element at the right end') },
  ],
};

/** An element in the panel below the table. */
export const elementBytes = ({ index, value: before }: ElementLike): EditedBytes => ({
  rowId: String(index),
  name: `element ${index}`,
  label: `Element ${index}`,
  before,
  isInPanel: true,
  part: null,
  toEdit: (value) => ({ kind: 'list.set', index, before, value }),
});
