import type { JsonChild } from '../../../../../src-shared/contract/json-reading.ts';
import type { JsonSteps } from '../../../../../src-shared/json-path.ts';
import { type Level, type LevelsState, placeId } from './json-levels.ts';

interface RowPlace {
  readonly id: string;
  readonly steps: JsonSteps;
  /** 1 is the document itself. */
  readonly level: number;
  readonly posInSet: number;
  readonly setSize: number;
}

export type LevelRow =
  | (RowPlace & {
      readonly row: 'value';
      readonly child: JsonChild;
      /** null: nothing to open. */
      readonly isOpen: boolean | null;
      /** What it is a child of; null for the document. */
      readonly parent: Level | null;
    })
  /** Stands below the children that were read: more of them, or why there are none. */
  | (RowPlace & { readonly row: 'rest'; readonly of: Level });

/** A value; not what is left of its level. */
export type ValueRow = Extract<LevelRow, { readonly row: 'value' }>;

const root = ({ kind, total }: Level): JsonChild => ({
  name: null,
  kind,
  size: total,
  text: null,
  names: [],
});

const hasRest = ({ children, total, isReading, isTooMany, error }: Level): boolean =>
  isReading || isTooMany || error !== null || children.length < total;

/** The rows to be seen, from top to bottom. */
export function levelRows({ levels, open }: LevelsState): readonly LevelRow[] {
  const rows: LevelRow[] = [];
  const below = (level: Level, depth: number): void => {
    for (const [index, child] of level.children.entries()) {
      const steps = [...level.steps, child.name ?? index];
      const place = { steps, level: depth, posInSet: index + 1, setSize: level.total };
      add({ ...place, id: placeId(steps) }, child, level);
    }
    if (!hasRest(level)) return;
    const place = { steps: level.steps, level: depth, posInSet: level.children.length + 1 };
    rows.push({
      ...place,
      row: 'rest',
      id: `rest ${placeId(level.steps)}`,
      setSize: Math.max(level.total, place.posInSet),
      of: level,
    });
  };
  const add = (place: RowPlace, child: JsonChild, parent: Level | null): void => {
    const isContainer = child.kind === 'object' || child.kind === 'array';
    const hasChildren = isContainer && (child.size ?? 0) > 0;
    const isOpen = hasChildren || parent === null ? open.has(place.id) : null;
    rows.push({ ...place, row: 'value', child, isOpen, parent });
    const inside = levels.get(place.id);
    if (isOpen === true && inside !== undefined) below(inside, place.level + 1);
  };
  const whole = levels.get(placeId([]));
  if (whole === undefined) return rows;
  const place = { id: placeId([]), steps: [], level: 1, posInSet: 1, setSize: 1 };
  add(place, root(whole), null);
  return rows;
}
