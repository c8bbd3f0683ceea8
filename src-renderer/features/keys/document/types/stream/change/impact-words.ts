import type {
  StreamChange,
  StreamImpact,
  StreamUndo,
} from '../../../../../../../src-shared/contract/stream-changes.ts';
import { formatBytes } from '../../../../../../ui/format/bytes.ts';
import { formatCountOf } from '../../../../../../ui/format/count.ts';

const entries = (count: number): string => formatCountOf(count, 'entry', 'entries');
const pendingEntries = (count: number): string =>
  formatCountOf(count, 'pending entry', 'pending entries');

function bounded({ entriesAre }: StreamImpact, words: string): string {
  if (entriesAre === 'exact') return words;
  return `${entriesAre === 'atMost' ? 'At most' : 'At least'} ${words}`;
}

/** What a planned change touches; "" where its command says it all. */
export function impactWords(change: StreamChange, impact: StreamImpact): string {
  const many = impact.entries !== 1;
  const missing = impact.missing === 0 ? '' : `; ${impact.missing} not pending any more`;
  switch (change.kind) {
    case 'delete':
    case 'trim':
      if (impact.entries === 0) return 'No entry would go';
      return bounded(impact, `${entries(impact.entries)} ${many ? 'go' : 'goes'}`);
    case 'ack':
      return `${pendingEntries(impact.entries)} ${many ? 'are' : 'is'} done with${missing}`;
    case 'claim':
    case 'autoclaim':
      return `${bounded(impact, pendingEntries(impact.entries))} ${many ? 'change' : 'changes'} hands; deliveries are not counted up${missing}`;
    case 'group.destroy':
      return `${formatCountOf(impact.consumers, 'consumer')} and ${pendingEntries(impact.pending)} are forgotten`;
    case 'consumer.delete':
      return impact.pending === 0
        ? 'Nothing is pending there'
        : `${pendingEntries(impact.pending)} ${impact.pending === 1 ? 'is' : 'are'} forgotten: nobody is given ${impact.pending === 1 ? 'it' : 'them'} again`;
    default:
      return '';
  }
}

/** Whether and how it can be taken back. */
export function undoWords({ kind }: StreamChange, undo: StreamUndo): string {
  if (undo.kind === 'none') return `Cannot be taken back: ${undo.reason}`;
  if (undo.kind === 'whole')
    return `Can be taken back while nobody else writes to the stream: a copy is kept (${formatBytes(undo.bytes)})`;
  switch (kind) {
    case 'add':
      return 'Can be taken back by deleting it again';
    case 'ack':
      return 'Can be taken back for as long as the entries are in the stream';
    case 'group.create':
      return 'Can be taken back until somebody uses the group';
    case 'group.setId':
      return 'Can be taken back until the group reads on';
    case 'consumer.create':
      return 'Can be taken back until it is given entries';
    case 'autoclaim':
      return 'Can be taken back; entries that the stream has no more leave the list for good';
    default:
      return 'Can be taken back';
  }
}
