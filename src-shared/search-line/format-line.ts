import { quoteArgument, toBytes } from '../redis-value.ts';
import type { FtCommand, LineParts } from './parse-line.ts';
import { parseLine } from './parse-line.ts';
import { type OptionName, searchArguments } from './search-options.ts';

/** The command and all its arguments, as they are sent. */
export function toArguments(command: FtCommand, index: string): [name: string, ...args: string[]] {
  return command.kind === 'search'
    ? ['FT.SEARCH', index, command.query, ...searchArguments(command)]
    : ['FT.AGGREGATE', index, command.query, ...command.steps, 'DIALECT', String(command.dialect)];
}

const quote = (text: string): string => quoteArgument(toBytes(text));
/** In quotes always: what quoteArgument leaves plain holds neither quote nor backslash. */
const enclose = (text: string): string => {
  const quoted = quote(text);
  return quoted.startsWith('"') ? quoted : `"${quoted}"`;
};

/** The command as redis-cli takes it; `parseLine` reads it back as the same command. */
export function formatCommand(command: FtCommand, index: string): string {
  const [name, , query = '', ...rest] = toArguments(command, index);
  return [name, quote(index), enclose(query), ...rest.map(quote)].join(' ');
}

/** Only what follows the query, as it is sent. */
export function formatOptions(command: FtCommand, index: string): string {
  const [, , , ...rest] = toArguments(command, index);
  return rest.map(quote).join(' ');
}

/** Whether the line is this query with these options, and names no index. */
function means(line: string, query: string, options: string): boolean {
  const parsed = parseLine(line);
  const alone = parseLine(`* ${options}`);
  if (!parsed.ok || !alone.ok || parsed.index !== null) return false;
  return JSON.stringify(parsed.command) === JSON.stringify({ ...alone.command, query });
}

/** A query and options as one line: the query as it is where that reads back as the same, else set off. */
export function joinLine(query: string, options: string, index: string): string {
  const tail = options === '' ? '' : ` ${options}`;
  for (const written of [query, `\`${query}\``])
    if (means(`${written}${tail}`, query, options)) return `${written}${tail}`;
  const alone = parseLine(`* ${options}`);
  const isAggregate = alone.ok && alone.command.kind === 'aggregate';
  return `${isAggregate ? 'FT.AGGREGATE' : 'FT.SEARCH'} ${quote(index)} ${enclose(query)}${tail}`;
}

/** The line with one option written anew, in its place or at the end; null takes it away. The rest stays as typed. */
export function replaceOption(
  line: string,
  parts: LineParts,
  name: OptionName,
  option: string | null,
): string {
  const span = parts[name];
  if (span === null) {
    if (option === null) return line;
    // In a line of brief steps this is one more of them.
    const joint = /\s\/\s/.test(line.slice(parts.query.to)) ? ' / ' : ' ';
    const written = line.trimEnd();
    return written === '' ? option : `${written}${joint}${option}`;
  }
  const before = line.slice(0, span.from);
  const after = line.slice(span.to);
  if (option !== null) return before + option + after;
  // With the separator that led to it.
  return `${before.replace(/\s*(?:\s[/|]\s+)?$/, '')}${after === '' || before === '' ? '' : ' '}${after.trimStart()}`.trimStart();
}
