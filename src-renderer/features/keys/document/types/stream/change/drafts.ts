import { LIMITS } from '../../../../../../../src-shared/limits.ts';
import { formatCountOf } from '../../../../../../ui/format/count.ts';
import { parseDuration } from '../../../head/ttl-input.ts';
import { showBytes } from '../../../value/show-bytes.ts';
import { typedBytes } from '../../edit/edit-draft.ts';
import { readEntryId } from '../entry-range.ts';
import type { StreamDraft } from './stream-draft.ts';

const LARGEST_PART = 2n ** 64n - 1n;
const entriesOf = (ids: readonly string[]): string =>
  ids.length === 1 ? `entry ${ids[0] ?? ''}` : formatCountOf(ids.length, 'entry', 'entries');

/** An ID as XADD takes it: `*`, milliseconds, or both parts, the second of which may be `*`. */
function readNewId(text: string): string | null {
  const trimmed = text.trim();
  const [, ms, sequence] = /^(\d{1,20})(?:-(\d{1,20}|\*))?$/.exec(trimmed) ?? [];
  if (trimmed === '*') return trimmed;
  if (ms === undefined || BigInt(ms) > LARGEST_PART) return null;
  const isFine = sequence === undefined || sequence === '*' || BigInt(sequence) <= LARGEST_PART;
  return isFine ? trimmed : null;
}

export const addDraft: StreamDraft = {
  title: 'New entry',
  parts: [
    { label: 'ID', text: '*' },
    { label: 'Field', text: '' },
    { label: 'Value', text: '' },
  ],
  repeat: { label: 'Add field', count: 2 },
  verb: 'Add',
  isRemoval: false,
  change: ([typedId = '', ...texts]) => {
    const id = readNewId(typedId);
    if (id === null) return 'The ID: * for the next one, 1700000000000-0 or 1700000000000-*';
    const fields: { field: Uint8Array; value: Uint8Array }[] = [];
    for (let at = 0; at + 1 < texts.length; at += 2) {
      const field = typedBytes(texts[at] ?? '');
      const value = typedBytes(texts[at + 1] ?? '');
      if (typeof field === 'string') return field;
      if (typeof value === 'string') return value;
      fields.push({ field, value });
    }
    if (fields.length > LIMITS.streamFields) return `At most ${LIMITS.streamFields} fields`;
    return { kind: 'add', id, fields };
  },
};

export const deleteDraft = (ids: readonly string[]): StreamDraft => ({
  title: `Delete ${entriesOf(ids)}`,
  parts: [],
  verb: 'Delete',
  isRemoval: true,
  change: () => ({ kind: 'delete', ids: [...ids] }),
});

const roughly = 'Whole nodes only (~): quicker, and some more entries stay';

export const trimToLengthDraft: StreamDraft = {
  title: 'Trim to a length',
  parts: [{ label: 'Newest entries to keep', text: '', placeholder: '1000' }],
  option: roughly,
  verb: 'Trim',
  isRemoval: true,
  change: ([text = ''], approximate) =>
    /^\d{1,15}$/.test(text.trim())
      ? { kind: 'trim', by: 'MAXLEN', threshold: text.trim(), approximate }
      : 'How many entries to keep, a whole number',
};

export const trimBelowDraft: StreamDraft = {
  title: 'Trim what is older',
  parts: [
    { label: 'First ID or time to keep', text: '', placeholder: '1700000000000-0 or 2026-11-23' },
  ],
  option: roughly,
  verb: 'Trim',
  isRemoval: true,
  change: ([text = ''], approximate) => {
    const threshold = readEntryId(text, '-');
    if (threshold === null || threshold === '-' || threshold === '+')
      return 'An ID, milliseconds or a date';
    return { kind: 'trim', by: 'MINID', threshold, approximate };
  },
};

export const ackDraft = (group: Uint8Array, ids: readonly string[]): StreamDraft => ({
  title: `Acknowledge ${entriesOf(ids)} in ${showBytes(group, 60)}`,
  parts: [],
  verb: 'Acknowledge',
  isRemoval: false,
  change: () => ({ kind: 'ack', group, ids: [...ids] }),
});

const idlePart = { label: 'Idle for at least', text: '0', placeholder: '5 min' };

export function readIdle(text: string): number | null {
  const ms = parseDuration(text);
  return ms === null || !Number.isSafeInteger(ms) ? null : ms;
}
export const WRONG_IDLE = 'Seconds, or 15 min, 1h 30m, 2 d';

export const claimDraft = (group: Uint8Array, ids: readonly string[]): StreamDraft => ({
  title: `Claim ${entriesOf(ids)} in ${showBytes(group, 60)}`,
  parts: [{ label: 'For consumer', text: '' }, idlePart],
  verb: 'Claim',
  isRemoval: false,
  change: ([name = '', idle = '']) => {
    if (name === '') return 'Name the consumer that gets them; a new name makes a new one';
    const consumer = typedBytes(name);
    if (typeof consumer === 'string') return consumer;
    const minIdleMs = readIdle(idle);
    if (minIdleMs === null) return WRONG_IDLE;
    return { kind: 'claim', group, consumer, minIdleMs, ids: [...ids] };
  },
});

export const autoclaimDraft = (group: Uint8Array, consumer: Uint8Array): StreamDraft => ({
  title: `Claim what is idle for ${showBytes(consumer, 60)}`,
  parts: [
    { ...idlePart, text: '5 min' },
    { label: 'At most', text: '100' },
  ],
  verb: 'Claim',
  isRemoval: false,
  change: ([idle = '', most = '']) => {
    const minIdleMs = readIdle(idle);
    if (minIdleMs === null) return WRONG_IDLE;
    const count = /^\d{1,4}$/.test(most.trim()) ? Number(most) : 0;
    return count < 1 || count > LIMITS.streamIds
      ? `At most: from 1 to ${LIMITS.streamIds}`
      : { kind: 'autoclaim', group, consumer, minIdleMs, count };
  },
});

/** Where a group begins to read. */
function readGroupId(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed === '$') return trimmed;
  const id = trimmed === '' ? null : readEntryId(trimmed, '-');
  return id === '-' || id === '+' ? null : id;
}
const WRONG_GROUP_ID = '$ for new entries only, 0 for all, or an ID or time';

export const newGroupDraft: StreamDraft = {
  title: 'New consumer group',
  parts: [
    { label: 'Group', text: '' },
    { label: 'Reads what comes after', text: '$' },
  ],
  verb: 'Create',
  isRemoval: false,
  change: ([name = '', text = '']) => {
    if (name === '') return 'Name the group';
    const group = typedBytes(name);
    if (typeof group === 'string') return group;
    const id = readGroupId(text);
    return id === null ? WRONG_GROUP_ID : { kind: 'group.create', group, id };
  },
};

export const moveGroupDraft = (group: Uint8Array, lastId: string): StreamDraft => ({
  title: `Move group ${showBytes(group, 60)}, which stands at ${lastId}`,
  parts: [{ label: 'Reads what comes after', text: lastId }],
  verb: 'Move',
  isRemoval: false,
  change: ([text = '']) => {
    const id = readGroupId(text);
    return id === null ? WRONG_GROUP_ID : { kind: 'group.setId', group, id };
  },
});

export const destroyGroupDraft = (group: Uint8Array): StreamDraft => ({
  title: `Destroy group ${showBytes(group, 60)}`,
  parts: [],
  verb: 'Destroy',
  isRemoval: true,
  change: () => ({ kind: 'group.destroy', group }),
});

export const newConsumerDraft = (group: Uint8Array): StreamDraft => ({
  title: `New consumer of ${showBytes(group, 60)}`,
  parts: [{ label: 'Consumer', text: '' }],
  verb: 'Create',
  isRemoval: false,
  change: ([name = '']) => {
    if (name === '') return 'Name the consumer';
    const consumer = typedBytes(name);
    return typeof consumer === 'string' ? consumer : { kind: 'consumer.create', group, consumer };
  },
});

export const deleteConsumerDraft = (group: Uint8Array, consumer: Uint8Array): StreamDraft => ({
  title: `Delete consumer ${showBytes(consumer, 60)} of ${showBytes(group, 60)}`,
  parts: [],
  verb: 'Delete',
  isRemoval: true,
  change: () => ({ kind: 'consumer.delete', group, consumer }),
});
