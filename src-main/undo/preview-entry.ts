import type { Output } from '../../src-shared/contract/index.ts';
import { assertNever } from '../../src-shared/result.ts';
import { dumpType } from './dump-type.ts';
import { keyOf } from './entry-key.ts';
import type { UndoEntry } from './entry.ts';
import { titleName } from './name-text.ts';
import { elementsOf } from './part-entry.ts';

export type Preview = Output<'undo.preview'>;
type Words = Partial<Pick<Preview['keys'][number], 'type' | 'wasDeleted' | 'expiresAtMs'>> & {
  readonly what: string;
};

/** What taking an entry back would do, in words; no values. */
export function previewOf(entry: UndoEntry): Preview['keys'][number] {
  const key = new Uint8Array(keyOf(entry));
  return { key, wasDeleted: false, type: null, expiresAtMs: null, ...wordsOf(entry) };
}

const counted = (count: number, one: string, many: string): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;

function wordsOf(entry: UndoEntry): Words {
  switch (entry.kind) {
    case 'delete': {
      const { expiresAtMs } = entry;
      return { what: 'Comes back', wasDeleted: true, type: dumpType(entry.dump), expiresAtMs };
    }
    case 'rename':
      return { what: `Is called ${titleName(entry.from)} again` };
    case 'ttl':
      return {
        what: entry.beforeMs === null ? 'Has no expiry again' : 'Has its earlier expiry again',
        expiresAtMs: entry.beforeMs,
      };
    case 'copied':
      return {
        what: entry.before === null ? 'Goes again, if nobody changed it' : 'As it was before',
        type: entry.before === null ? null : dumpType(entry.before.dump),
        expiresAtMs: entry.before?.expiresAtMs ?? null,
      };
    case 'jsonKey':
      return { what: 'All of it as it was', type: dumpType(entry.dump) };
    case 'jsonPath':
      return { what: `${entry.path} as it was`, type: 'ReJSON-RL' };
    case 'jsonPaths': {
      const [only, ...others] = entry.places;
      if (only === undefined || others.length > 0)
        return { what: `${entry.places.length} places as they were`, type: 'ReJSON-RL' };
      const what = only.text === null ? `${only.path} goes again` : `${only.path} as it was`;
      return { what, type: 'ReJSON-RL' };
    }
    case 'edit':
      return { what: 'The edited part as it was', type: entry.edit.kind.split('.')[0] ?? null };
    case 'hashFields':
      return {
        what: `${counted(entry.fields.length, 'field comes', 'fields come')} back`,
        type: 'hash',
      };
    case 'fieldTtls':
      return {
        what: `${counted(entry.fields.length, 'field has its', 'fields have their')} earlier TTL again`,
        type: 'hash',
      };
    case 'setMembers':
    case 'zsetMembers':
      return {
        what: `${counted(entry.members.length, 'member comes', 'members come')} back`,
        type: entry.kind === 'setMembers' ? 'set' : 'zset',
      };
    case 'listElements':
      return {
        what: `${counted(elementsOf(entry), 'element comes', 'elements come')} back`,
        type: 'list',
      };
    case 'vectorAttributes':
      return { what: `The attributes of ${titleName(entry.element)} as they were` };
    case 'sample':
    case 'samples':
    case 'seriesOptions':
    case 'seriesRule':
      return { what: seriesWords(entry), type: 'TSDB-TYPE' };
    case 'streamAdd':
    case 'streamGroup':
    case 'streamConsumer':
    case 'streamGroupId':
    case 'streamPending':
      return { what: streamWords(entry), type: 'stream' };
    case 'after':
    case 'left':
    case 'streamIds':
      // Only notes beside the others.
      return { what: 'As it was before' };
    default:
      return assertNever(entry);
  }
}

function seriesWords(
  entry: Extract<UndoEntry, { kind: 'sample' | 'samples' | 'seriesOptions' | 'seriesRule' }>,
): string {
  if (entry.kind === 'sample') return 'The added sample goes again';
  if (entry.kind === 'samples')
    return `${counted(entry.samples.length, 'sample comes', 'samples come')} back`;
  if (entry.kind === 'seriesRule') {
    const to = titleName(entry.rule.key);
    return entry.action === 'create' ? `The rule to ${to} goes again` : `The rule to ${to} is back`;
  }
  return 'Retention, duplicate policy and labels as they were';
}

function streamWords(
  entry: Extract<
    UndoEntry,
    { kind: `stream${'Add' | 'Group' | 'Consumer' | 'GroupId' | 'Pending'}` }
  >,
): string {
  switch (entry.kind) {
    case 'streamAdd':
      return 'The added entry goes again';
    case 'streamGroup':
      return `The group ${titleName(entry.group)} goes again`;
    case 'streamConsumer':
      return `The consumer ${titleName(entry.consumer)} goes again`;
    case 'streamGroupId':
      return `The group ${titleName(entry.group)} stands where it stood`;
    case 'streamPending':
      return entry.made === null
        ? `${counted(entry.entries.length, 'entry is', 'entries are')} pending as before`
        : `The group ${titleName(entry.group)} comes back with what was pending`;
    default:
      return assertNever(entry);
  }
}
