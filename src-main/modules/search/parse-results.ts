import type { SearchCell, SearchRow } from '../../../src-shared/contract/search.ts';
import {
  type Reply,
  toCount,
  toFields,
  toList,
  toOwnBytes,
  toText,
  UnexpectedReply,
} from '../../redis/reply.ts';
import { textOf, toCells } from './reply-cells.ts';

export interface SearchReply {
  readonly total: number;
  readonly rows: SearchRow[];
  readonly warnings: string[];
}

export interface AggregateReply {
  readonly rows: SearchCell[][];
  readonly warnings: string[];
}

/** What was asked for decides what a RESP2 reply holds per document. */
export interface Asked {
  readonly withScores: boolean;
  /** False for NOCONTENT and RETURN 0. */
  readonly withFields: boolean;
}

// RESP3 answers with a map (flat here), RESP2 with a list that begins with the total.
const isMap = (list: readonly Reply[]): boolean =>
  list.length > 0 && !/^\d+$/.test(firstText(list[0]));
function firstText(reply: Reply | undefined): string {
  if (reply === undefined || reply === null || Array.isArray(reply))
    throw new UnexpectedReply('a total or a name', reply);
  return toText(reply);
}

const present = (fields: ReadonlyMap<string, Reply>, name: string): Reply => {
  const reply = fields.get(name);
  if (reply === undefined) throw new UnexpectedReply(`a reply with ${name}`, undefined);
  return reply;
};

function toWarnings(fields: ReadonlyMap<string, Reply>): string[] {
  const reply = fields.get('warning') ?? null;
  if (reply === null) return [];
  return (Array.isArray(reply) ? reply : [reply]).map(toText);
}

/** EXPLAINSCORE gives the score with its explanation. */
const toScore = (reply: Reply): string => toText(Array.isArray(reply) ? (reply[0] ?? null) : reply);

function searchRowOfMap(reply: Reply, { withScores }: Asked): SearchRow {
  const fields = toFields(reply);
  const attributes = fields.get('extra_attributes') ?? null;
  const score = fields.get('score') ?? null;
  return {
    key: toOwnBytes(present(fields, 'id')),
    score: withScores && score !== null ? toScore(score) : null,
    // null: the document expired between being found and being read.
    fields: attributes === null ? [] : toCells(attributes),
  };
}

function searchRowsOfList(list: readonly Reply[], { withScores, withFields }: Asked): SearchRow[] {
  const width = 1 + (withScores ? 1 : 0) + (withFields ? 1 : 0);
  if ((list.length - 1) % width !== 0) throw new UnexpectedReply('whole rows', list);
  const rows: SearchRow[] = [];
  for (let at = 1; at < list.length; at += width) {
    const fields = withFields ? (list[at + width - 1] ?? null) : null;
    rows.push({
      key: toOwnBytes(list[at] ?? null),
      score: withScores ? toScore(list[at + 1] ?? null) : null,
      fields: fields === null ? [] : toCells(fields),
    });
  }
  return rows;
}

/** FT.SEARCH in either protocol's shape. Throws UnexpectedReply. */
export function parseSearchReply(reply: Reply, asked: Asked): SearchReply {
  const list = toList(reply);
  if (!isMap(list))
    return { total: toCount(list[0] ?? null), rows: searchRowsOfList(list, asked), warnings: [] };
  const fields = toFields(list);
  return {
    total: toCount(present(fields, 'total_results')),
    rows: toList(present(fields, 'results')).map((row) => searchRowOfMap(row, asked)),
    warnings: toWarnings(fields),
  };
}

/** FT.AGGREGATE in either protocol's shape; its total counts other things than rows and is left out. */
export function parseAggregateReply(reply: Reply): AggregateReply {
  const list = toList(reply);
  if (!isMap(list)) return { rows: list.slice(1).map(toCells), warnings: [] };
  const fields = toFields(list);
  const rows = toList(present(fields, 'results')).map((row) =>
    toCells(toFields(row).get('extra_attributes') ?? []),
  );
  return { rows, warnings: toWarnings(fields) };
}

/** FT._LIST: a list, or a set in RESP3. */
export const parseIndexList = (reply: Reply): string[] =>
  toList(reply).map((name) => textOf(toOwnBytes(name)));
