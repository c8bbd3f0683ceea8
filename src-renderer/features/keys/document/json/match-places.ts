import { findJsonNode, jsonSteps, type JsonSteps } from '../../../../../src-shared/json-path.ts';
import {
  jsonKind,
  jsonName,
  jsonSource,
  type JsonText,
} from '../../../../../src-shared/json-text.ts';
import { pathSegments, type Segment, type Selector } from './path-segments.ts';

/** Values that are looked at to find where the matches are: a document above it keeps its matches to itself. */
const MOST_LOOKED_AT = 500_000;

function children(json: JsonText, node: number): number[] {
  const found: number[] = [];
  const end = json.nexts[node] ?? 0;
  for (let child = node + 1; child < end; child = json.nexts[child] ?? end) found.push(child);
  return found;
}

function select(json: JsonText, node: number, selector: Selector): number[] {
  if ((json.sizes[node] ?? 0) === 0) return [];
  if (selector.is === 'all' || selector.is === 'filter') return children(json, node);
  const isArray = jsonKind(json, node) === 'array';
  if (selector.is === 'names')
    return isArray
      ? []
      : children(json, node).filter((child) =>
          selector.names.includes(jsonName(json, child) ?? ''),
        );
  if (!isArray) return [];
  const all = children(json, node);
  if (selector.is === 'indexes') return selector.indexes.flatMap((index) => all.at(index) ?? []);
  const { from, to, step } = selector;
  return all.slice(from ?? 0, to ?? all.length).filter((_, index) => index % step === 0);
}

/** Where the path may match, in the order of the document; null: too many values to look at. */
function candidates(json: JsonText, segments: readonly Segment[]): readonly number[] | null {
  let nodes = [0];
  let looked = 0;
  for (const { isDeep, selector } of segments) {
    const next = new Set<number>();
    for (const node of nodes) {
      const end = isDeep ? (json.nexts[node] ?? 0) : node + 1;
      for (let at = node; at < end; at++) {
        looked += 1 + (json.sizes[at] ?? 0);
        if (looked > MOST_LOOKED_AT) return null;
        for (const found of select(json, at, selector)) next.add(found);
      }
    }
    nodes = [...next].sort((one, other) => one - other);
  }
  return nodes;
}

/** Where the matches of an answer are in the document. */
export interface MatchPlaces {
  /** The value of the document that a value of the answer is; null where that is not certain. */
  readonly nodeOf: (node: number) => number | null;
  /** The other way round: the first place of the answer that shows a value of the document. */
  readonly shownAt: (node: number) => number | null;
}

/**
 * Finds out where the matches are: RedisJSON does not say. What the path may match here has to be, text by text, what
 * the server answered; where a filter leaves a choice, only what can be in one place alone has a place.
 */
export function matchPlaces(
  path: string,
  document: JsonText,
  answer: JsonText,
): MatchPlaces | null {
  const segments = pathSegments(path);
  const found = segments === null ? null : candidates(document, segments);
  if (segments === null || found === null) return null;
  const roots = children(answer, 0);
  const hasChoice = segments.some(({ selector }) => selector.is === 'filter');
  if (hasChoice ? roots.length > found.length : roots.length !== found.length) return null;
  const isSame = (root: number | undefined, node: number | undefined): boolean => {
    if (root === undefined || node === undefined) return false;
    const length = (answer.ends[root] ?? 0) - (answer.starts[root] ?? 0);
    if (length !== (document.ends[node] ?? 0) - (document.starts[node] ?? 0)) return false;
    return jsonSource(answer, root) === jsonSource(document, node);
  };
  const first: number[] = [];
  for (let at = 0; at < found.length && first.length < roots.length; at++)
    if (isSame(roots[first.length], found[at])) first.push(found[at] ?? 0);
    else if (!hasChoice) return null;
  if (first.length < roots.length) return null;
  const last: number[] = [];
  for (let at = found.length - 1; at >= 0 && last.length < roots.length; at--)
    if (isSame(roots[roots.length - 1 - last.length], found[at])) last.push(found[at] ?? 0);
  last.reverse();
  const places = first.map((node, index) => (node === last[index] ? node : null));
  return {
    nodeOf: (node) => {
      const index = rootIndex(roots, node);
      const place = places[index];
      return index < 0 || place === null || place === undefined
        ? null
        : place + node - (roots[index] ?? 0);
    },
    shownAt: (node) => {
      for (const [index, place] of places.entries())
        if (place !== null && node >= place && node < (document.nexts[place] ?? 0))
          return (roots[index] ?? 0) + node - place;
      return null;
    },
  };
}

/** Which match a value of the answer is in: roots rise, so it is found by halving. */
function rootIndex(roots: readonly number[], node: number): number {
  let low = 0;
  let high = roots.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((roots[middle] ?? 0) <= node) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** A place of a document that was not read whole; `count` has to be the length of the array before it is certain. */
export interface StepsOfMatch {
  readonly steps: JsonSteps;
  /** The array whose elements the matches are of, one by one. */
  readonly each: { readonly steps: JsonSteps; readonly count: number } | null;
}

/**
 * The steps to a value of an answer by its path alone: of a path with names and indexes, or with one `[*]` in it, whose
 * matches are one of each element if there are as many.
 */
export function stepsOfMatch(path: string, answer: JsonText, node: number): StepsOfMatch | null {
  const segments = pathSegments(path);
  if (segments === null || node === 0) return null;
  const inside = jsonSteps(answer, node);
  const [match, ...rest] = inside;
  if (typeof match !== 'number') return null;
  const count = answer.sizes[0] ?? 0;
  const steps: (string | number)[] = [];
  let each: StepsOfMatch['each'] = null;
  for (const { isDeep, selector } of segments) {
    if (isDeep) return null;
    const [step] =
      selector.is === 'names' ? selector.names : selector.is === 'indexes' ? selector.indexes : [];
    const isOne =
      (selector.is === 'names' && selector.names.length === 1) ||
      (selector.is === 'indexes' && selector.indexes.length === 1 && Number(step) >= 0);
    if (isOne && step !== undefined) steps.push(step);
    else if (selector.is === 'all' && each === null) {
      each = { steps: [...steps], count };
      steps.push(match);
    } else return null;
  }
  if (each === null && count !== 1) return null;
  return { steps: [...steps, ...rest], each };
}

/** The other way round: the value of an answer at these steps; null where the path leads elsewhere. */
export function nodeOfSteps(path: string, answer: JsonText, steps: JsonSteps): number | null {
  const segments = pathSegments(path);
  if (segments === null || steps.length < segments.length) return null;
  const each = segments.findIndex(({ selector }) => selector.is === 'all');
  const match = each < 0 ? 0 : steps[each];
  if (match === undefined) return null;
  const node = findJsonNode(answer, [match, ...steps.slice(segments.length)]);
  const back = node === null ? null : stepsOfMatch(path, answer, node);
  return back !== null && JSON.stringify(back.steps) === JSON.stringify(steps) ? node : null;
}
