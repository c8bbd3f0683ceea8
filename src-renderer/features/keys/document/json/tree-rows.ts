import { findJsonNode, jsonSteps } from '../../../../../src-shared/json-path.ts';
import { JSON_NONE, type JsonText } from '../../../../../src-shared/json-text.ts';

/** Which containers are open: what `base` says, but for those in `toggled`. */
export interface Folding {
  readonly base: 'default' | 'closed' | 'open';
  readonly toggled: ReadonlySet<number>;
}

export const DEFAULT_FOLDING: Folding = { base: 'default', toggled: new Set() };

/** Containers inside the document are open from the start while they are few and small. */
const SMALL = 50;

function opensByItself(json: JsonText, node: number, base: Folding['base']): boolean {
  if (node === 0 || base === 'open') return true;
  if (base === 'closed' || json.parents[node] !== 0) return false;
  return (json.sizes[node] ?? 0) <= SMALL && (json.sizes[0] ?? 0) <= SMALL;
}

/** Whether a container's members are shown. */
export function isOpenNode(json: JsonText, node: number, { base, toggled }: Folding): boolean {
  return (json.sizes[node] ?? 0) > 0 && opensByItself(json, node, base) !== toggled.has(node);
}

/** The nodes to be seen, from top to bottom. */
export function visibleNodes(json: JsonText, folding: Folding): Uint32Array {
  const rows = new Uint32Array(json.count);
  let count = 0;
  for (let node = 0; node < json.count;) {
    rows[count++] = node;
    const isClosed = (json.sizes[node] ?? 0) > 0 && !isOpenNode(json, node, folding);
    node = isClosed ? (json.nexts[node] ?? json.count) : node + 1;
  }
  return rows.subarray(0, count);
}

/** The row of a node; -1 while it is folded away. Rows rise, so it is found by halving. */
export function rowOfNode(rows: Uint32Array, node: number): number {
  let low = 0;
  let high = rows.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const at = rows[middle] ?? 0;
    if (at === node) return middle;
    if (at < node) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

export function toggleNode(folding: Folding, node: number): Folding {
  const toggled = new Set(folding.toggled);
  if (!toggled.delete(node)) toggled.add(node);
  return { ...folding, toggled };
}

/** All siblings of a node (and itself) opened. */
export function openSiblings(json: JsonText, folding: Folding, node: number): Folding {
  const parent = json.parents[node] ?? 0;
  const toggled = new Set(folding.toggled);
  const end = json.nexts[parent] ?? json.count;
  for (let child = parent + 1; child < end; child = json.nexts[child] ?? end)
    if ((json.sizes[child] ?? 0) > 0 && !isOpenNode(json, child, folding)) {
      if (!toggled.delete(child)) toggled.add(child);
    }
  return { ...folding, toggled };
}

/** All that a node is in opened. */
export function openAround(json: JsonText, folding: Folding, node: number): Folding {
  const toggled = new Set(folding.toggled);
  for (
    let at = json.parents[node] ?? JSON_NONE;
    at !== JSON_NONE;
    at = json.parents[at] ?? JSON_NONE
  )
    if (!isOpenNode(json, at, folding) && !toggled.delete(at)) toggled.add(at);
  return { ...folding, toggled };
}

/** The same folding of a later state of the document, where nodes may have moved. */
export function carryFolding(from: JsonText, folding: Folding, to: JsonText): Folding {
  const toggled = new Set<number>();
  for (const node of folding.toggled) {
    const now = findJsonNode(to, jsonSteps(from, node));
    if (now !== null) toggled.add(now);
  }
  return { base: folding.base, toggled };
}
