import type { KnownIndex } from '../../../src-shared/contract/search.ts';
import {
  type Reply,
  toBuffer,
  toFields,
  toList,
  toText,
  toTextOrNull,
  UnexpectedReply,
} from '../../redis/reply.ts';
import { textOf } from './reply-cells.ts';

type IndexField = KnownIndex['fields'][number];

/** Stand alone in an attribute; every other word of it has a value. RESP3 lists them under `flags`. */
const FLAGS: ReadonlySet<string> = new Set([
  'SORTABLE',
  'UNF',
  'NOSTEM',
  'NOINDEX',
  'CASESENSITIVE',
  'WITHSUFFIXTRIE',
  'INDEXEMPTY',
  'INDEXMISSING',
]);

const toName = (reply: Reply): string => textOf(toBuffer(reply));

/** One attribute of the schema, in RESP2's words and flags or RESP3's pairs. */
function toIndexField(reply: Reply): IndexField {
  const list = toList(reply);
  const known = new Map<string, string>();
  const options: string[] = [];
  for (let at = 0; at < list.length; at++) {
    const word = toName(list[at] ?? null);
    if (FLAGS.has(word)) {
      options.push(word);
      continue;
    }
    at += 1;
    const value = list[at] ?? null;
    if (word === 'flags') options.push(...toList(value).map(toName));
    else if (word === 'identifier' || word === 'attribute' || word === 'type')
      known.set(word, toName(value));
    else if (!Array.isArray(value) && value !== null && toText(value) !== '')
      options.push(`${word} ${toName(value)}`);
  }
  const identifier = known.get('identifier') ?? '';
  return {
    identifier,
    attribute: known.get('attribute') ?? identifier,
    type: known.get('type') ?? '',
    options,
  };
}

function toLastFailure(reply: Reply): KnownIndex['lastFailure'] {
  if (!Array.isArray(reply)) return null;
  const fields = toFields(reply);
  const error = toTextOrNull(fields.get('last indexing error') ?? null);
  const key = fields.get('last indexing error key') ?? null;
  if (error === null || error === 'N/A') return null;
  return { error, key: key === null ? '' : toName(key) };
}

/** Documents as an integer; some versions write it as a double. */
function toDocuments(reply: Reply): number {
  const documents = Number(toText(reply));
  if (!Number.isSafeInteger(documents)) throw new UnexpectedReply('a number of documents', reply);
  return documents;
}

/** FT.INFO in either protocol's shape. Throws UnexpectedReply. */
export function parseIndexInfo(name: string, reply: Reply): KnownIndex {
  const fields = toFields(reply);
  const definition = toFields(fields.get('index_definition') ?? []);
  const keyType = toTextOrNull(definition.get('key_type') ?? null);
  const textAt = (key: string): string | null => toTextOrNull(fields.get(key) ?? null);
  return {
    state: 'known',
    name,
    on: keyType === 'HASH' || keyType === 'JSON' ? keyType : 'other',
    prefixes: toList(definition.get('prefixes') ?? []).map(toName),
    fields: toList(fields.get('attributes') ?? []).map(toIndexField),
    documents: toDocuments(fields.get('num_docs') ?? '0'),
    terms: textAt('num_terms'),
    sizeMb: textAt('total_index_memory_sz_mb'),
    indexing: textAt('indexing') === '1',
    percentIndexed: textAt('percent_indexed'),
    failures: textAt('hash_indexing_failures'),
    lastFailure: toLastFailure(fields.get('Index Errors') ?? null),
  };
}
