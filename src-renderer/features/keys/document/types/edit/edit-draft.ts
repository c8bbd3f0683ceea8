import type {
  ElementRemoval,
  Present,
  ValueEdit,
} from '../../../../../../src-shared/contract/edits.ts';
import { editCommands, NO_FACTS } from '../../../../../../src-shared/edit-commands.ts';
import { LIMITS } from '../../../../../../src-shared/limits.ts';
import {
  escapeBytes,
  parseEscaped,
  quoteArgument,
  SCORE,
  toBytes,
} from '../../../../../../src-shared/redis-value.ts';
import { formatBytes } from '../../../../../ui/format/bytes.ts';
import { formatClock } from '../../../../../ui/format/clock.ts';
import { formatDuration } from '../../../../../ui/format/duration.ts';

/** One thing that is typed. */
export interface EditPart {
  readonly id: string;
  readonly label: string;
  readonly text: string;
}

export interface HexForm {
  readonly before: Uint8Array;
  /** The offset of the first byte in the value. */
  readonly start: number;
  /** Their number stays. */
  readonly isFixed: boolean;
}

/** A change that is being written: nothing has been sent. */
export interface EditDraft {
  /** The row whose cell is edited; null: the parts are asked for in the bar. */
  readonly rowId: string | null;
  readonly title: string;
  readonly parts: readonly EditPart[];
  /** What was read, as it is shown; null: it was not there. */
  readonly read: string | null;
  /** The field has an expiry of its own, which HSET would drop. */
  readonly hasFieldTtl?: boolean;
  /** It is edited in the panel below the rows, not in the cell of its row. */
  readonly isInPanel?: boolean;
  /** The text is JSON as it was read: what is made of it is checked. */
  readonly isJson?: boolean;
  /** The one text has a character for each byte, and is edited as hex. */
  readonly hex?: HexForm;
  /** The one text is that of what the bytes decode to. */
  readonly isDecoded?: boolean;
  /** What the texts mean; a string says what is wrong with them. */
  readonly edit: (...texts: readonly string[]) => ValueEdit | string;
}

/** A cell is one line, and what is typed is parsed with every key. */
const MOST_IN_CELL = 65_536;

/** Why what is only shown in part is not changed: a change compares with all that was read. */
export function partLock(bytes: Uint8Array, total: number): string | null {
  if (total > LIMITS.editBytes)
    return `${formatBytes(total)}: at most ${formatBytes(LIMITS.editBytes)} are changed at once`;
  return bytes.byteLength === total
    ? null
    : `${formatBytes(total)}, of which not all was read: read it whole first`;
}

/** Why these bytes are not edited in a cell; null when they are. */
export function cellLock(bytes: Uint8Array, total: number): string | null {
  const lock = partLock(bytes, total);
  if (lock !== null) return lock;
  return bytes.byteLength <= MOST_IN_CELL
    ? null
    : `${formatBytes(bytes.byteLength)}: too long to edit in a cell`;
}

const UNKNOWN_ESCAPE = String.raw`A backslash starts an escape: \n \r \t \\ \xff \u{202e}`;

/** Text as it is shown, with escapes, back to its bytes; a string says what is wrong with it. */
export function typedBytes(text: string): Uint8Array | string {
  const bytes = parseEscaped(text);
  if (bytes === null) return UNKNOWN_ESCAPE;
  return bytes.byteLength > LIMITS.editBytes ? `At most ${formatBytes(LIMITS.editBytes)}` : bytes;
}

/** The edit of one typed text. */
export function withBytes(
  text: string,
  then: (bytes: Uint8Array) => ValueEdit,
): ValueEdit | string {
  const bytes = typedBytes(text);
  return typeof bytes === 'string' ? bytes : then(bytes);
}

/** A score as typed; `then` makes the edit of it. */
export function withScore(text: string, then: (score: string) => ValueEdit): ValueEdit | string {
  const score = text.trim().toLowerCase();
  return SCORE.test(score) ? then(score) : 'A number, inf or -inf';
}

export const isRemoval = (edit: ValueEdit): edit is ElementRemoval =>
  edit.kind === 'hash.delete' ||
  edit.kind === 'list.remove' ||
  edit.kind === 'set.remove' ||
  edit.kind === 'zset.remove';

/** Whether something else stands in its fields than what it began with. */
export const isWritten = (
  { parts }: { readonly parts: readonly { readonly text: string }[] },
  texts: readonly string[],
): boolean => texts.some((text, at) => text !== (parts[at]?.text ?? ''));

/** The commands as they will run. */
export function shownCommands(key: Uint8Array, edit: ValueEdit, hasFieldTtl: boolean): string[] {
  const facts = hasFieldTtl ? { ...NO_FACTS, fieldExpiresAtMs: '<its-expiry>' } : NO_FACTS;
  return editCommands(key, edit, facts).map(([name, ...args]) =>
    [name.toUpperCase(), ...args.map(shownArgument)].join(' '),
  );
}

/** Of an argument, as much as has room: a megabyte would be quoted anew with every letter that is typed. */
const SHOWN_ARGUMENT = 2_000;

function shownArgument(argument: string | Uint8Array): string {
  const bytes = typeof argument === 'string' ? toBytes(argument) : argument;
  return bytes.byteLength <= SHOWN_ARGUMENT
    ? quoteArgument(bytes)
    : `${quoteArgument(bytes.subarray(0, SHOWN_ARGUMENT))}…`;
}

/** The same edit over what is there now; null where there is nothing it could go over. */
export function rebased(edit: ValueEdit, now: Present): ValueEdit | null {
  if (now.is === 'length' && edit.kind === 'string.append') return { ...edit, length: now.length };
  if (now.is === 'expiry' && edit.kind === 'hash.expire') return { ...edit, before: now.atMs };
  if (
    now.is === 'score' &&
    (edit.kind === 'zset.set' ||
      edit.kind === 'zset.rename' ||
      edit.kind === 'zset.place' ||
      edit.kind === 'zset.remove')
  )
    return { ...edit, before: now.score };
  if (
    now.is === 'absent' &&
    (edit.kind === 'hash.set' || edit.kind === 'zset.set' || edit.kind === 'zset.place')
  )
    return { ...edit, before: null };
  if (now.is !== 'bytes' || now.bytes.byteLength !== now.total) return null;
  switch (edit.kind) {
    case 'string.set':
    case 'hash.set':
    case 'hash.delete':
    case 'list.set':
      return { ...edit, before: now.bytes };
    case 'string.setrange':
      return now.bytes.byteLength === edit.before.byteLength
        ? { ...edit, before: now.bytes }
        : null;
    default:
      return null;
  }
}

/** The same draft over what is there now. */
export function rebasedDraft(draft: EditDraft, now: Present): EditDraft {
  return {
    ...draft,
    read: shownPresent(now),
    edit: (...texts) => {
      const edit = draft.edit(...texts);
      if (typeof edit === 'string') return edit;
      return rebased(edit, now) ?? 'It cannot be put over what is there now';
    },
  };
}

/** What is there now, in words. */
export function shownPresent(now: Present): string {
  switch (now.is) {
    case 'bytes':
      return now.total === 0 ? '""' : escapeBytes(now.bytes.subarray(0, 4_096));
    case 'score':
      return now.score;
    case 'length':
      return formatBytes(now.length);
    case 'bit':
      return String(now.bit);
    case 'expiry':
      return now.atMs === null ? 'no TTL' : `expires ${formatClock(now.atMs)}`;
    case 'member':
      return 'already in the set';
    case 'absent':
      return 'not there any more';
    case 'gone':
      return 'the key is gone';
    case 'type':
      return `the key is a ${now.type} now`;
  }
}

/** What was typed, in words. */
export function shownMine(edit: ValueEdit): string {
  if (isRemoval(edit)) return 'remove it';
  if (edit.kind === 'string.setbit') return String(edit.value);
  if ('ttlMs' in edit)
    return edit.ttlMs === null ? 'no TTL' : `a TTL of ${formatDuration(edit.ttlMs)}`;
  if (edit.kind === 'list.move') return `move it to the ${edit.end} end`;
  if (edit.kind === 'list.moveTo') return `move it to index ${edit.to}`;
  if ('value' in edit)
    return edit.value.byteLength === 0 ? '""' : escapeBytes(edit.value.subarray(0, 4_096));
  if ('score' in edit) return edit.score;
  if (edit.kind === 'zset.rename')
    return `${escapeBytes(edit.to.subarray(0, 4_096))} with the score ${edit.before}`;
  if (edit.kind === 'zset.place') return `${edit.longitude}, ${edit.latitude}`;
  return escapeBytes(edit.member.subarray(0, 4_096));
}
