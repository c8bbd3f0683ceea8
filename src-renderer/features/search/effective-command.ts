import type { IndexInfo, KnownIndex } from '../../../src-shared/contract/search.ts';
import type { AggregateCommand, FtCommand } from '../../../src-shared/search-line/parse-line.ts';

export const knownIndex = (
  indexes: readonly IndexInfo[],
  name: string | null,
): KnownIndex | null => {
  const found = indexes.find((index) => index.name === name);
  return found?.state === 'known' ? found : null;
};

/** Fields that a table can show: a vector is bytes for machines. */
export const shownFields = (index: KnownIndex): string[] =>
  index.fields.filter(({ type }) => type !== 'VECTOR').map(({ attribute }) => attribute);

/** What is sent for a line: a search that does not say RETURN gets the fields of the schema, for they are the columns. */
export function effectiveCommand(command: FtCommand, index: KnownIndex | null): FtCommand {
  if (command.kind !== 'search' || command.fields !== null || index === null) return command;
  const fields = shownFields(index);
  return fields.length === 0 ? command : { ...command, fields };
}

/** The properties the last stage gives, as far as the steps name them. */
export function propertiesOf({ steps }: AggregateCommand, index: KnownIndex | null): string[] {
  const stage = Math.max(0, steps.lastIndexOf('GROUPBY'));
  const names =
    steps[stage] === 'GROUPBY' ? groupedBy(steps, stage) : index === null ? [] : shownFields(index);
  for (let at = stage; at < steps.length - 1; at++)
    if (steps[at] === 'AS') names.push(steps[at + 1] ?? '');
  return [...new Set(names)];
}

export function groupedBy(steps: readonly string[], stage: number): string[] {
  const count = Number(steps[stage + 1]);
  return steps.slice(stage + 2, stage + 2 + count).map((name) => name.replace(/^@/, ''));
}

/** What the server says there is in all; null under DIALECT 4, which counts no further than it had to read (it says 1). */
export const countedTotal = (command: FtCommand, total: number): number | null =>
  command.kind === 'search' && command.dialect !== 4 ? total : null;
