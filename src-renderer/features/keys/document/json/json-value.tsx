import {
  jsonKind,
  type JsonKind,
  jsonName,
  jsonSource,
  type JsonText,
} from '../../../../../src-shared/json-text.ts';
import { formatCountOf } from '../../../../ui/format/count.ts';
import { withoutHidden } from '../value/hidden-characters.ts';

const colors: Readonly<Record<JsonKind, string>> = {
  object: 'text-syn-op',
  array: 'text-syn-op',
  string: 'text-syn-string',
  number: 'text-syn-number',
  boolean: 'text-syn-bool',
  null: 'text-syn-bool',
};

/** A row shows no more than this of a value; the rest is in the text view and on copy. */
const SHOWN_CHARACTERS = 600;

/** Source text of a scalar in its colour, cut where it is long. */
export function JsonScalar({ kind, source }: { readonly kind: JsonKind; readonly source: string }) {
  const isLong = source.length > SHOWN_CHARACTERS;
  return (
    <bdi dir="ltr" className={colors[kind]}>
      {withoutHidden(isLong ? source.slice(0, SHOWN_CHARACTERS) : source)}
      {isLong ? (
        <span className="text-text-3">… {formatCountOf(source.length, 'character')}</span>
      ) : null}
    </bdi>
  );
}

/** The colour of a source text that is not part of a document: a pending value. */
export function kindOfSource(source: string): JsonKind {
  const first = source.trimStart()[0];
  if (first === '{') return 'object';
  if (first === '[') return 'array';
  if (first === '"') return 'string';
  if (first === 't' || first === 'f') return 'boolean';
  return first === 'n' ? 'null' : 'number';
}

/** How long a hidden value is, quotes not counted. */
export function secretSize(source: string): string {
  return formatCountOf(source.startsWith('"') ? source.length - 2 : source.length, 'character');
}

const NAMED = 8;

/** What is in a container: its size, or while it is closed the names of its first members. */
export function describeContainer(json: JsonText, node: number, isOpen: boolean): string {
  const size = json.sizes[node] ?? 0;
  if (jsonKind(json, node) === 'array') return formatCountOf(size, 'item');
  if (isOpen || size === 0) return formatCountOf(size, 'member');
  const names: string[] = [];
  const end = json.nexts[node] ?? 0;
  for (let child = node + 1; child < end && names.length < NAMED; child = json.nexts[child] ?? end)
    names.push(withoutHidden((jsonName(json, child) ?? '').slice(0, 40)));
  return names.join(', ') + (size > NAMED ? `, ${size - NAMED} more` : '');
}

/** What the row says at its right: integers are told from other numbers. */
export function kindLabel(json: JsonText, node: number): string {
  const kind = jsonKind(json, node);
  return kind === 'number' && /^-?\d+$/.test(jsonSource(json, node)) ? 'integer' : kind;
}
