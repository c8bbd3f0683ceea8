import type { Branch, Entry, NodeMaker, TreeNode } from './tree-node.ts';

export interface JavaField {
  readonly type: string;
  readonly name: string;
}

export interface JavaClass {
  name: string;
  flags: number;
  fields: readonly JavaField[];
  parent: JavaClass | null;
}

const BOXES = new Set(
  ['Integer', 'Long', 'Short', 'Byte', 'Double', 'Float', 'Boolean', 'Character'].map(
    (name) => `java.lang.${name}`,
  ),
);
const LISTS = new Set(
  ['ArrayList', 'LinkedList', 'ArrayDeque', 'HashSet'].map((name) => `java.util.${name}`),
);
const MAPS = new Set([
  'java.util.HashMap',
  'java.util.LinkedHashMap',
  'java.util.TreeMap',
  'java.util.Hashtable',
]);

/** What a class wrote beside its fields, as it comes. */
export function ownData(items: readonly TreeNode[]): readonly Entry[] {
  return items.map((value, at) => ({ key: `data ${at}`, value }));
}

/** The members of one of the JDK's own collections, which write a count and then all of them; else null. */
export function collectionMembers(
  className: string,
  [size, ...values]: readonly TreeNode[],
): readonly Entry[] | null {
  if (size?.kind !== 'bytes') return null;
  if (LISTS.has(className)) return values.map((value) => ({ key: null, value }));
  if (!MAPS.has(className)) return null;
  const pairs: Entry[] = [];
  for (let at = 0; at + 1 < values.length; at += 2) {
    const [key, value] = [values[at], values[at + 1]];
    if (key !== undefined && value !== undefined) pairs.push({ key, value });
  }
  return pairs;
}

/** A boxed number as the number, a Date as its time; else the object. */
export function plainJava(make: NodeMaker, object: Branch): TreeNode {
  const [entry] = object.entries;
  if (entry === undefined || object.entries.length !== 1) return object;
  const { key, value } = entry;
  if (BOXES.has(object.note) && key === 'value' && 'text' in value)
    return { ...value, note: object.note };
  if (object.note === 'java.util.Date' && value.kind === 'bytes' && value.bytes.byteLength === 8) {
    const view = new DataView(value.bytes.buffer, value.bytes.byteOffset, 8);
    const milliseconds = view.getBigInt64(0);
    return make.time(Number(milliseconds), `java.util.Date ${milliseconds}`);
  }
  return object;
}
