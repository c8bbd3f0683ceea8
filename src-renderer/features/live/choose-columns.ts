import type { FieldPair } from './field-stats.ts';
import type { Columns } from './live-state.ts';
import type { TailReader } from './tail-reader.ts';

const MOST_COLUMNS = 4;

/** The columns of the stream: what the user chose, or what the first messages suggest. */
export function chooseColumns(
  readers: readonly TailReader[],
  chosen: readonly string[] | null,
): Columns {
  const loud = readers.filter(({ isMuted }) => !isMuted).sort((a, b) => b.received - a.received);
  const known = [...new Set(loud.flatMap(({ choice }) => choice.names))];
  const pairs = loud.flatMap(({ choice }) => (choice.pair === null ? [] : [choice.pair]));
  const pair = pairs.find(({ value }) => value === 'price') ?? pairs[0] ?? null;
  const fields = chosen ?? suggested(loud, pair);
  const isPairShown = pair !== null && fields.includes(pair.id) && fields.includes(pair.value);
  return { fields, pair: isPairShown ? pair : null, isChosen: chosen !== null, known };
}

function suggested(readers: readonly TailReader[], pair: FieldPair | null): readonly string[] {
  if (pair !== null) return [pair.id, pair.value];
  const fields = new Set(readers.flatMap(({ choice }) => choice.columns));
  return [...fields].slice(0, MOST_COLUMNS);
}

export function isSameColumns(a: Columns, b: Columns): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
