import type { KnownIndex } from '../../../src-shared/contract/search.ts';
import type { FtCommand } from '../../../src-shared/search-line/parse-line.ts';
import { formatCount, formatCountOf } from '../../ui/format/count.ts';

export interface EmptyReason {
  readonly title: string;
  readonly why: string;
  /** What to write instead of what in the query. */
  readonly fix: { readonly from: string; readonly to: string } | null;
}

interface UsedField {
  readonly name: string;
  /** As written, from the @ to the end of its value. */
  readonly written: string;
  readonly value: string;
}

const usedField =
  /@([\p{L}\p{N}_.$]+)\s*:\s*(\{(?:[^}\\]|\\.)*\}|\[[^\]]*\]|\([^)]*\)|"[^"]*"|[^\s()]+)/gu;

function usedFields(query: string): UsedField[] {
  return Array.from(query.matchAll(usedField), ([written, name = '', value = '']) => ({
    written,
    name,
    value,
  }));
}

/** Levenshtein's distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The name most like it, when it is like it at all. */
export function nearest(name: string, names: readonly string[]): string | null {
  const [best] = names
    .map((known) => ({ known, by: distance(name.toLowerCase(), known.toLowerCase()) }))
    .toSorted((a, b) => a.by - b.by);
  return best !== undefined && best.by <= Math.max(1, Math.floor(name.length / 2))
    ? best.known
    : null;
}

const unwrap = (value: string): string => /^[{(["](.*)[}\])"]$/s.exec(value)?.[1]?.trim() ?? value;

/** A value in the brackets of another type of field: the server finds nothing and says nothing. */
function wrongBrackets({ name, value, written }: UsedField, type: string): EmptyReason | null {
  const title = 'No document matches';
  const isTag = value.startsWith('{');
  const isRange = value.startsWith('[');
  if (type === 'TEXT' && isTag) {
    const words = unwrap(value);
    const to = `@${name}:${/^[\p{L}\p{N}_]+$/u.test(words) ? words : `(${words})`}`;
    return { title, why: `${name} is TEXT: braces are for TAG`, fix: { from: written, to } };
  }
  if (type === 'TAG' && !isTag)
    return {
      title,
      why: `${name} is TAG: its values stand in braces`,
      fix: { from: written, to: `@${name}:{${unwrap(value)}}` },
    };
  if (type === 'NUMERIC' && !isRange) {
    const number = unwrap(value);
    return {
      title,
      why: `${name} is NUMERIC: its values stand in brackets, from and to`,
      fix: /^[-+]?\d+(?:\.\d+)?$/.test(number)
        ? { from: written, to: `@${name}:[${number} ${number}]` }
        : null,
    };
  }
  return null;
}

function badField(query: string, index: KnownIndex): EmptyReason | null {
  for (const used of usedFields(query)) {
    const known = index.fields.find(({ attribute }) => attribute === used.name);
    if (known !== undefined) {
      const wrong = wrongBrackets(used, known.type);
      if (wrong !== null) return wrong;
      continue;
    }
    const like = nearest(
      used.name,
      index.fields.map(({ attribute }) => attribute),
    );
    return {
      title: `${index.name} has no field ${used.name}`,
      why: like === null ? 'The schema beside lists its fields' : `The nearest is ${like}`,
      fix: like === null ? null : { from: `@${used.name}`, to: `@${like}` },
    };
  }
  return null;
}

/** Why nothing was found, as far as the schema tells. */
export function emptyReason(
  command: FtCommand,
  index: KnownIndex | null,
  total: number,
): EmptyReason {
  const isSearch = command.kind === 'search';
  if (isSearch && total > 0)
    return {
      title:
        command.count === 0
          ? `${formatCountOf(total, 'document')} found, none asked for`
          : 'No results from here on',
      why:
        command.count === 0
          ? 'LIMIT asks for 0 rows'
          : `LIMIT begins at ${formatCount(command.offset)}, and there are ${formatCount(total)}`,
      fix: null,
    };
  if (index !== null && index.documents === 0)
    return {
      title: `${index.name} holds no documents`,
      why:
        index.failures !== null && index.failures !== '0'
          ? `${index.failures} could not be indexed: ${index.lastFailure?.error ?? 'see its failures'}`
          : `It takes keys that begin with ${index.prefixes.join(', ')}`,
      fix: null,
    };
  const bad = index === null ? null : badField(command.query, index);
  if (bad !== null) return bad;
  return {
    title: isSearch ? 'No document matches' : 'No rows',
    why:
      index?.indexing === true
        ? 'The index is still being built: there may be some later'
        : 'All parts of the query must match: try with fewer',
    fix: null,
  };
}
