import type { Output } from '../../../../../../src-shared/contract/index.ts';
import type { PartsChange } from '../../../../../../src-shared/contract/part-changes.ts';
import { commandLine } from '../../../../../../src-shared/edit-commands.ts';
import { partCommands } from '../../../../../../src-shared/part-commands.ts';
import { formatCount, formatCountOf } from '../../../../../ui/format/count.ts';
import type { ChangeWords } from '../change/changing.ts';

export type PartsPlan = Output<'values.planParts'>;
export type PartsMade = Output<'values.applyParts'>;

/** What the parts of a value are called. */
export function partName({ kind }: PartsChange): string {
  if (kind.startsWith('hash')) return 'field';
  return kind.startsWith('list') ? 'element' : 'member';
}

const leftWords = (left: number, wasRead: string): string =>
  left === 0
    ? ''
    : `; ${formatCount(left)} ${left === 1 ? 'is' : 'are'} not there as ${wasRead} and ${left === 1 ? 'is' : 'are'} left alone`;

function impactWords(change: PartsChange, { parts, left, total, step }: PartsPlan): string {
  const does = change.kind === 'hash.expireFields' ? 'get another TTL' : 'go';
  const doesOne = change.kind === 'hash.expireFields' ? 'gets another TTL' : 'goes';
  const name = partName(change);
  if (parts === 0) return `No ${name} would go${leftWords(left, 'read')}`;
  const steps = step === null ? '' : `, in steps of ${formatCount(step)} by rank or length`;
  return `${formatCount(parts)} of ${formatCountOf(total, name)} ${parts === 1 ? doesOne : does}${steps}${leftWords(left, 'read')}`;
}

function undoWords({ kind }: PartsChange, { undo }: PartsPlan) {
  if (undo.kind === 'none')
    return { isPossible: false, text: `Cannot be taken back: ${undo.reason}` };
  const isList = kind.startsWith('list');
  return {
    isPossible: true,
    text: isList ? 'Can be taken back while the list is the same there' : 'Can be taken back',
  };
}

/** Changes of several parts in words. */
export const partWordsOf = (keyName: Uint8Array): ChangeWords<PartsChange, PartsPlan> => ({
  commands: (change) => partCommands(keyName, change).map(commandLine),
  impact: impactWords,
  undo: undoWords,
});

/** What came of it beside what its title says. */
export function madeWords({ parts, left, stopped }: PartsMade, change: PartsChange) {
  const name = partName(change);
  if (stopped !== null) return `${stopped}: ${formatCountOf(parts, name)} went`;
  if (left === 0) return undefined;
  return `${formatCountOf(left, name)} had changed and ${left === 1 ? 'was' : 'were'} left alone`;
}
