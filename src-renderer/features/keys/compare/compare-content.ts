import { toUtf8 } from '../../../../src-shared/redis-value.ts';
import { withoutSecrets } from '../../../../src-shared/json-secrets.ts';
import { changedLines, type ChangedLines, type Hunk } from '../document/diff/changed-lines.ts';
import { HEX_COLUMNS, hexRow } from '../document/value/hex-rows.ts';
import type { Content, Entry } from './read-content.ts';

/** Two values ready to be laid side by side. */
export type Prepared =
  /** Laid out by themselves: as JSON where both are that. */
  | {
      readonly kind: 'texts';
      readonly left: string;
      readonly right: string;
      readonly hidden: number;
    }
  | {
      readonly kind: 'lines';
      readonly left: readonly string[];
      readonly right: readonly string[];
      readonly changes: ChangedLines;
      /** Elements that are secrets by their name, of both. */
      readonly hidden: number;
    };

/** As `xxd` writes them: what of binary data differs is seen by its place. */
const hexLines = (bytes: Uint8Array): readonly string[] =>
  Array.from({ length: Math.ceil(bytes.byteLength / HEX_COLUMNS) }, (_, row) => {
    const { offset, hex, text } = hexRow(bytes, row);
    return `${offset}  ${hex.padEnd(HEX_COLUMNS * 3)}  ${text}`;
  });

function prepareTexts(left: string, right: string, isShown: boolean): Prepared {
  const masked = [withoutSecrets(left), withoutSecrets(right)] as const;
  const hidden = Number(masked[0] !== left) + Number(masked[1] !== right);
  if (isShown || hidden === 0) return { kind: 'texts', left, right, hidden: 0 };
  return { kind: 'texts', left: masked[0], right: masked[1], hidden };
}

/** Two lists in the order of their ids, held against each other in one pass. */
function namedChanges(
  left: readonly Entry[],
  right: readonly Entry[],
  lines: { readonly left: readonly string[]; readonly right: readonly string[] },
): ChangedLines {
  const hunks: Hunk[] = [];
  let from = 0;
  let afterFrom = 0;
  while (from < left.length || afterFrom < right.length) {
    const a = left[from];
    const b = right[afterFrom];
    const isLeft = a !== undefined && (b === undefined || a.id <= b.id);
    const isRight = b !== undefined && (a === undefined || b.id <= a.id);
    const to = from + (isLeft ? 1 : 0);
    const afterTo = afterFrom + (isRight ? 1 : 0);
    if (!isLeft || !isRight || lines.left[from] !== lines.right[afterFrom])
      hunks.push({ from, to, afterFrom, afterTo });
    from = to;
    afterFrom = afterTo;
  }
  return { hunks, isExact: true };
}

const lineOf = ({ pieces }: Entry, isShown: boolean): string =>
  pieces.map(({ text, hidden }) => (isShown ? text : (hidden ?? text))).join('');

function prepareEntries(
  kind: 'named' | 'ordered',
  left: readonly Entry[],
  right: readonly Entry[],
  isShown: boolean,
): Prepared {
  const lines = {
    left: left.map((entry) => lineOf(entry, isShown)),
    right: right.map((entry) => lineOf(entry, isShown)),
  };
  const all = [...left, ...right].flatMap(({ pieces }) => pieces);
  return {
    kind: 'lines',
    ...lines,
    changes:
      kind === 'named' ? namedChanges(left, right, lines) : changedLines(lines.left, lines.right),
    hidden: isShown ? 0 : all.filter(({ hidden }) => hidden !== null).length,
  };
}

/** What is laid side by side; null: values of two kinds have nothing in common. `isShown`: secrets, too. */
export function prepare(left: Content, right: Content, isShown: boolean): Prepared | null {
  if (left.kind === 'named' || left.kind === 'ordered')
    return right.kind === left.kind
      ? prepareEntries(left.kind, left.entries, right.entries, isShown)
      : null;
  if (right.kind === 'named' || right.kind === 'ordered') return null;
  const texts = [left, right].map((one) => (one.kind === 'json' ? one.source : toUtf8(one.bytes)));
  const [one = null, two = null] = texts;
  if (one !== null && two !== null) return prepareTexts(one, two, isShown);
  // A document is text, so that here both are bytes.
  if (left.kind !== 'bytes' || right.kind !== 'bytes') return null;
  const lines = { left: hexLines(left.bytes), right: hexLines(right.bytes) };
  return { kind: 'lines', ...lines, changes: changedLines(lines.left, lines.right), hidden: 0 };
}

/** Lines that are not on both sides, the longer side of each place counted. */
export const countChanged = ({ hunks }: ChangedLines): number =>
  hunks.reduce(
    (sum, { from, to, afterFrom, afterTo }) => sum + Math.max(to - from, afterTo - afterFrom),
    0,
  );
