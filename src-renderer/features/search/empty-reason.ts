import type { KnownIndex } from '../../../src-shared/contract/search.ts';
import type { FtCommand } from '../../../src-shared/search-line/parse-line.ts';
import { limitOf } from './line-edits.ts';
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

/** The most frequent values of a tag field, as far as they were asked for. */
export type TagsOf = (field: string) => readonly string[];

/** A tag that nothing has, but something like it. */
function nearTag({ name, value, written }: UsedField, tags: readonly string[]): EmptyReason | null {
  const tag = unwrap(value);
  if (
    !/^[\p{L}\p{N}_ ]+$/u.test(tag) ||
    tags.some((known) => known.toLowerCase() === tag.toLowerCase())
  )
    return null;
  const like = nearest(tag, tags);
  return like === null
    ? null
    : {
        title: 'No document matches',
        why: `The nearest value of ${name} is ${like}`,
        fix: { from: written, to: `@${name}:{${like.replace(/[^\p{L}\p{N}_ ]/gu, '\\$&')}}` },
      };
}

function badField(query: string, index: KnownIndex, tagsOf: TagsOf): EmptyReason | null {
  for (const used of usedFields(query)) {
    const known = index.fields.find(({ attribute }) => attribute === used.name);
    if (known !== undefined) {
      const wrong =
        wrongBrackets(used, known.type) ??
        (known.type === 'TAG' ? nearTag(used, tagsOf(used.name)) : null);
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

/** Tag fields of the query: their values would tell what was meant. */
export const tagsWanted = (query: string, index: KnownIndex): string[] =>
  usedFields(query).flatMap(({ name }) =>
    index.fields.some(({ attribute, type }) => attribute === name && type === 'TAG') ? [name] : [],
  );

/** Nothing, because of LIMIT alone. */
function beyondLimit(command: FtCommand, total: number | null): EmptyReason | null {
  const { offset, count } = limitOf(command);
  if (count === 0)
    return {
      title:
        total === null
          ? 'No rows were asked for'
          : `${formatCountOf(total, 'document')} found, none asked for`,
      why: 'LIMIT asks for 0 rows',
      fix: null,
    };
  if (offset === 0 || total === 0) return null;
  const why = `LIMIT begins at ${formatCount(offset)}`;
  return {
    title: 'No results from here on',
    why: total === null ? why : `${why}, and there are ${formatCount(total)}`,
    fix: null,
  };
}

/** Why nothing was found, as far as the schema and the tags known tell. */
export function emptyReason(
  command: FtCommand,
  index: KnownIndex | null,
  { total, tagsOf }: { readonly total: number | null; readonly tagsOf: TagsOf },
): EmptyReason {
  const beyond = beyondLimit(command, total);
  if (beyond !== null) return beyond;
  if (index !== null && index.documents === 0)
    return {
      title: `${index.name} holds no documents`,
      why:
        index.failures !== null && index.failures !== '0'
          ? `${index.failures} could not be indexed: ${index.lastFailure?.error ?? 'see its failures'}`
          : `It takes keys that begin with ${index.prefixes.join(', ')}`,
      fix: null,
    };
  const bad = index === null ? null : badField(command.query, index, tagsOf);
  if (bad !== null) return bad;
  return {
    title: command.kind === 'search' ? 'No document matches' : 'No rows',
    why:
      index?.indexing === true
        ? 'The index is still being built: there may be some later'
        : 'All parts of the query must match: try with fewer',
    fix: null,
  };
}
