import {
  isRepeatedName,
  jsonKind,
  jsonNameSource,
  jsonSource,
  type JsonText,
} from '../../../../../src-shared/json-text.ts';

/** A value of a text. */
interface At {
  readonly json: JsonText;
  readonly node: number;
}

/** RedisJSON nests 128 levels at most. */
const DEEPEST = 256;

const source = ({ json, node }: At): string => jsonSource(json, node);

function childrenOf({ json, node }: At): At[] {
  const children: At[] = [];
  const end = json.nexts[node] ?? 0;
  for (let child = node + 1; child < end; child = json.nexts[child] ?? end)
    children.push({ json, node: child });
  return children;
}

/** Members by the source of their names; null where a name comes twice and cannot be told from itself. */
function membersOf(at: At): Map<string, At> | null {
  const members = new Map<string, At>();
  for (const child of childrenOf(at)) {
    const name = jsonNameSource(child.json, child.node);
    if (name === null || isRepeatedName(child.json, child.node) || members.has(name)) return null;
    members.set(name, child);
  }
  return members;
}

/**
 * Two changes of one document in one, value by value; null where both changed the same value, or an array got longer
 * or shorter. The texts have no spaces between their values.
 */
export function mergeJson(base: JsonText, theirs: JsonText, mine: JsonText): string | null {
  return merge({ json: base, node: 0 }, { json: theirs, node: 0 }, { json: mine, node: 0 }, 0);
}

function merge(base: At, theirs: At, mine: At, depth: number): string | null {
  const [read, their, my] = [source(base), source(theirs), source(mine)];
  if (their === read || their === my) return my;
  if (my === read) return their;
  const kind = jsonKind(base.json, base.node);
  const isSame = [theirs, mine].every(({ json, node }) => jsonKind(json, node) === kind);
  if (!isSame || depth > DEEPEST) return null;
  if (kind === 'object') return mergeMembers(base, theirs, mine, depth);
  return kind === 'array' ? mergeElements(base, theirs, mine, depth) : null;
}

function mergeElements(base: At, theirs: At, mine: At, depth: number): string | null {
  const [read, their, my] = [childrenOf(base), childrenOf(theirs), childrenOf(mine)];
  if (read.length !== their.length || read.length !== my.length) return null;
  const merged: string[] = [];
  for (const [index, element] of read.entries()) {
    const [their1, my1] = [their[index], my[index]];
    const one =
      their1 === undefined || my1 === undefined ? null : merge(element, their1, my1, depth + 1);
    if (one === null) return null;
    merged.push(one);
  }
  return `[${merged.join(',')}]`;
}

function mergeMembers(base: At, theirs: At, mine: At, depth: number): string | null {
  const [read, their, my] = [membersOf(base), membersOf(theirs), membersOf(mine)];
  if (read === null || their === null || my === null) return null;
  const merged: string[] = [];
  for (const name of new Set([...their.keys(), ...my.keys(), ...read.keys()])) {
    const one = mergeMember(read.get(name), their.get(name), my.get(name), depth);
    if (one === null) return null;
    if (one !== GONE) merged.push(`${name}:${one}`);
  }
  return `{${merged.join(',')}}`;
}

const GONE = '';

/** The source of the member; GONE where it went; null for a conflict. */
function mergeMember(
  read: At | undefined,
  their: At | undefined,
  my: At | undefined,
  depth: number,
): string | null {
  if (read !== undefined && their !== undefined && my !== undefined)
    return merge(read, their, my, depth + 1);
  const before = read === undefined ? GONE : source(read);
  const theirsNow = their === undefined ? GONE : source(their);
  const mineNow = my === undefined ? GONE : source(my);
  if (theirsNow === before || theirsNow === mineNow) return mineNow;
  return mineNow === before ? theirsNow : null;
}
