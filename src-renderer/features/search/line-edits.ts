import type { KnownIndex } from '../../../src-shared/contract/search.ts';
import { quoteArgument, toBytes } from '../../../src-shared/redis-value.ts';
import { joinLine, replaceOption } from '../../../src-shared/search-line/format-line.ts';
import type { FtCommand, ParsedLine } from '../../../src-shared/search-line/parse-line.ts';
import {
  DEFAULT_COUNT,
  DEFAULT_DIALECT,
  type OptionName,
  type SortBy,
} from '../../../src-shared/search-line/search-options.ts';
import { limitOfSteps, sortOfSteps } from '../../../src-shared/search-line/aggregate-steps.ts';

/** A line that can be read: what the controls work on. */
export type ReadLine = Extract<ParsedLine, { ok: true }>;

const quote = (text: string): string => quoteArgument(toBytes(text));

const replaced = (
  line: string,
  { parts }: ReadLine,
  name: OptionName,
  text: string | null,
): string => replaceOption(line, parts, name, text);

/** Steps take a property: names that look like something else get their @. */
const propertyName = (name: string): string => (/^[A-Za-z_]\w*$/.test(name) ? name : `@${name}`);

export function withSort(line: string, parsed: ReadLine, sort: SortBy | null): string {
  if (sort === null) return replaced(line, parsed, 'sortBy', null);
  const field = parsed.command.kind === 'search' ? sort.field : propertyName(sort.field);
  return replaced(line, parsed, 'sortBy', `SORTBY ${quote(field)} ${sort.direction}`);
}

/** null: those of the schema. */
export function withFields(
  line: string,
  parsed: ReadLine,
  fields: readonly string[] | null,
): string {
  const text = fields === null ? null : ['RETURN', fields.length, ...fields.map(quote)].join(' ');
  return replaced(line, parsed, 'fields', text);
}

export function withLimit(line: string, parsed: ReadLine, offset: number, count: number): string {
  const isDefault = offset === 0 && parsed.command.kind === 'search' && count === DEFAULT_COUNT;
  return replaced(line, parsed, 'limit', isDefault ? null : `LIMIT ${offset} ${count}`);
}

export function withDialect(line: string, parsed: ReadLine, dialect: number): string {
  const text = dialect === DEFAULT_DIALECT ? null : `DIALECT ${dialect}`;
  return replaced(line, parsed, 'dialect', text);
}

export function withScores(line: string, parsed: ReadLine, isOn: boolean): string {
  return replaced(line, parsed, 'withScores', isOn ? 'WITHSCORES' : null);
}

/** What to group by when nothing is known of the data: tags are made for it. */
function groupField(index: KnownIndex | null): string {
  const fields = index?.fields ?? [];
  const best =
    fields.find(({ type }) => type === 'TAG') ??
    fields.find(({ type }) => type === 'TEXT') ??
    fields[0];
  return best === undefined ? 'field' : propertyName(best.attribute);
}

/** The same query as the other command, from its template. */
export function withKind(
  parsed: ReadLine,
  kind: FtCommand['kind'],
  index: KnownIndex | null,
  name: string,
): string {
  const options =
    kind === 'search' ? '' : `GROUPBY ${quote(groupField(index))} / COUNT / SORTBY count DESC`;
  return joinLine(parsed.command.query, options, name);
}

export const sortOf = (command: FtCommand): SortBy | null =>
  command.kind === 'search' ? command.sortBy : sortOfSteps(command.steps);

export const limitOf = (command: FtCommand): { readonly offset: number; readonly count: number } =>
  command.kind === 'search' ? command : limitOfSteps(command.steps);
