import type { BulkAction } from '../../../src-shared/contract/bulk.ts';
import type { KeySelection } from '../../../src-shared/contract/keys.ts';
import { escapeBytes } from '../../../src-shared/redis-value.ts';
import { formatMoment } from '../../ui/format/clock.ts';
import { formatCount, formatCountOf } from '../../ui/format/count.ts';
import { formatDuration } from '../../ui/format/duration.ts';

interface ActionWords {
  /** "Delete", at the head of the button and the question. */
  readonly act: string;
  /** "Deleted", of what has been done. */
  readonly done: string;
  /** "deleted", of what has not. */
  readonly undone: string;
}

export function wordsOf(action: BulkAction): ActionWords {
  switch (action.kind) {
    case 'delete':
      return { act: 'Delete', done: 'Deleted', undone: 'deleted' };
    case 'expire':
      return action.ttlMs === null
        ? { act: 'Remove the TTL of', done: 'Removed the TTL of', undone: 'changed' }
        : { act: 'Set the TTL of', done: 'Set the TTL of', undone: 'changed' };
    case 'expireAt':
      return { act: 'Set the TTL of', done: 'Set the TTL of', undone: 'changed' };
    case 'rename':
      return { act: 'Rename', done: 'Renamed', undone: 'renamed' };
    case 'copy':
      return { act: 'Copy', done: 'Copied', undone: 'copied' };
  }
}

/** "Delete 1,204 keys" */
export const actionTitle = (action: BulkAction, count: number): string =>
  `${wordsOf(action).act} ${formatCountOf(count, 'key')}`;

/** What is special about it, for the facts of its question; null for a delete. */
export function actionDetail(action: BulkAction): { label: string; value: string } | null {
  switch (action.kind) {
    case 'delete':
      return null;
    case 'expire':
      return {
        label: 'New TTL',
        value: action.ttlMs === null ? 'None, they stay' : formatDuration(action.ttlMs),
      };
    case 'expireAt':
      return { label: 'Expire at', value: formatMoment(action.atMs) };
    case 'rename':
      return {
        label: 'New prefix',
        value: `${escapeBytes(action.from) || '(none)'} becomes ${escapeBytes(action.to) || '(none)'}`,
      };
    case 'copy':
      return {
        label: 'Names in use here',
        value: action.replace ? 'are replaced' : 'are left alone',
      };
  }
}

/** "1,204 keys", "about 1,204 keys" */
export const countText = (count: number, isExact: boolean): string =>
  isExact ? formatCountOf(count, 'key') : `about ${formatCount(count)} keys`;

const STAR = 0x2a;

/** Whether nothing narrows it: no type, no beginning, and a pattern that every name matches. */
export const isWholeDatabase = (selection: KeySelection): boolean =>
  selection.kind === 'pattern' &&
  selection.type === null &&
  (selection.prefix?.length ?? 0) === 0 &&
  selection.match.length > 0 &&
  selection.match.every((byte) => byte === STAR);
