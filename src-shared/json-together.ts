import type { JsonCommand, JsonExpected } from './contract/json-edits.ts';
import { addJsonNumbers } from './json-number.ts';
import { formatJsonPath, type JsonSteps } from './json-path.ts';
import {
  jsonKind,
  jsonName,
  jsonNameSource,
  jsonSource,
  type JsonText,
  parseJsonText,
} from './json-text.ts';

/**
 * The path of all that a change moves: its place, but the whole array where later elements get another index. Changes
 * whose regions are apart are the same together, by the paths of the document as read, as one after another.
 */
export function regionOf(steps: JsonSteps, command: JsonCommand | null): string {
  const isElement = command?.kind === 'delete' && typeof steps.at(-1) === 'number';
  return formatJsonPath(isElement ? steps.slice(0, -1) : steps);
}

/** Whether one of two paths of `formatJsonPath` is the other, or inside it. */
export function pathsOverlap(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  if (!long.startsWith(short)) return false;
  const next = long[short.length];
  return next === undefined || next === '.' || next === '[';
}

/** Those of the paths that are in no other one, each once. */
export function outermost(paths: readonly string[]): readonly string[] {
  const all = new Set(paths);
  const isInside = (path: string): boolean => {
    for (let end = path.length - 1; end > 0; end--)
      if ((path[end] === '.' || path[end] === '[') && all.has(path.slice(0, end))) return true;
    return false;
  };
  return [...all].filter((path) => !isInside(path));
}

/** RedisJSON nests no deeper. */
const DEEPEST = 128;

/** The value that a command leaves of a source text; null: it is deleted. */
export interface CommandResult {
  readonly after: string | null;
}

/** What a command makes of the value at its place; null where it does not fit: another type, an index that is not there. */
export function resultOf(command: JsonCommand, before: string): CommandResult | null {
  switch (command.kind) {
    case 'add':
      return null;
    case 'delete':
      return { after: null };
    case 'numincrby': {
      const after = addJsonNumbers(before, command.by);
      return after === null ? null : { after };
    }
    case 'toggle':
      if (before !== 'true' && before !== 'false') return null;
      return { after: before === 'true' ? 'false' : 'true' };
    case 'strappend': {
      const isText = kindOf(before) === 'string' && kindOf(command.value) === 'string';
      return isText ? { after: before.slice(0, -1) + command.value.slice(1) } : null;
    }
    case 'arrappend':
      return respliced(before, (size) => [size, 0, command.values]);
    case 'arrinsert':
      return respliced(before, (size) =>
        command.index <= size ? [command.index, 0, command.values] : null,
      );
    case 'pop':
      return respliced(before, (size) => (command.index < size ? [command.index, 1, []] : null));
    case 'merge':
      return mergedInto(before, command.value);
  }
}

function kindOf(source: string): string | null {
  const parsed = parseJsonText(source);
  return parsed.ok ? jsonKind(parsed.json, 0) : null;
}

function childrenOf(json: JsonText, node: number): readonly number[] {
  const end = json.nexts[node] ?? 0;
  const children: number[] = [];
  for (let child = node + 1; child < end; child = json.nexts[child] ?? end) children.push(child);
  return children;
}

type Splice = readonly [from: number, removed: number, added: readonly string[]];

function respliced(
  before: string,
  spliceOf: (size: number) => Splice | null,
): CommandResult | null {
  const parsed = parseJsonText(before);
  if (!parsed.ok || jsonKind(parsed.json, 0) !== 'array') return null;
  const elements = childrenOf(parsed.json, 0).map((node) => jsonSource(parsed.json, node));
  const splice = spliceOf(elements.length);
  if (splice === null) return null;
  const [from, removed, added] = splice;
  return { after: `[${elements.toSpliced(from, removed, ...added).join(',')}]` };
}

function mergedInto(before: string, patch: string): CommandResult | null {
  const from = parseJsonText(patch);
  if (!from.ok || jsonKind(from.json, 0) !== 'object' || kindOf(before) !== 'object') return null;
  return { after: merged(before, from.json, 0, 0) };
}

interface Member {
  readonly name: string;
  /** As written, with its quotes. */
  readonly nameSource: string;
  readonly source: string;
}

/** Members in RedisJSON's order: a new one comes last, and in the place of one that goes comes the last one. */
class Members {
  readonly #list: Member[] = [];
  readonly #places = new Map<string, number>();

  put(member: Member): void {
    const at = this.#places.get(member.name) ?? this.#list.length;
    this.#places.set(member.name, at);
    this.#list[at] = member;
  }
  remove(name: string): void {
    const at = this.#places.get(name);
    const last = this.#list.at(-1);
    if (at === undefined || last === undefined) return;
    this.#list[at] = last;
    this.#places.set(last.name, at);
    this.#list.pop();
    this.#places.delete(name);
  }
  sourceOf(name: string): string | null {
    const at = this.#places.get(name);
    return at === undefined ? null : (this.#list[at]?.source ?? null);
  }
  toString(): string {
    return `{${this.#list.map(({ nameSource, source }) => `${nameSource}:${source}`).join(',')}}`;
  }
}

const memberAt = (json: JsonText, node: number): Member => ({
  name: jsonName(json, node) ?? '',
  nameSource: jsonNameSource(json, node) ?? '""',
  source: jsonSource(json, node),
});

/** As RFC 7396 has it: null takes a member away, objects are merged, anything else is set. */
function merged(target: string | null, patch: JsonText, node: number, depth: number): string {
  if (jsonKind(patch, node) !== 'object' || depth > DEEPEST) return jsonSource(patch, node);
  const members = new Members();
  const parsed = target === null ? null : parseJsonText(target);
  if (parsed?.ok === true && jsonKind(parsed.json, 0) === 'object')
    for (const child of childrenOf(parsed.json, 0)) members.put(memberAt(parsed.json, child));
  // Of a name that is there twice the last one counts.
  const changes = new Map(
    childrenOf(patch, node).map((child) => [memberAt(patch, child).name, child] as const),
  );
  for (const [name, child] of changes)
    if (jsonKind(patch, child) === 'null') members.remove(name);
    else {
      const source = merged(members.sourceOf(name), patch, child, depth + 1);
      members.put({ ...memberAt(patch, child), source });
    }
  return members.toString();
}

/** Whether a command can be run on what is expected at its place. */
export function fitsExpected(command: JsonCommand, expected: JsonExpected): boolean {
  switch (expected.is) {
    case 'text':
      return resultOf(command, expected.text) !== null;
    case 'size':
      return fitsSize(command, expected.kind, expected.size);
    case 'nothing':
      return command.kind === 'add';
    case 'number':
      return command.kind === 'numincrby';
  }
}

function fitsSize(
  command: JsonCommand,
  kind: 'object' | 'array' | 'string',
  size: number,
): boolean {
  switch (command.kind) {
    case 'delete':
      return true;
    case 'arrappend':
      return kind === 'array';
    case 'arrinsert':
      return kind === 'array' && command.index <= size;
    case 'pop':
      return kind === 'array' && command.index < size;
    case 'strappend':
      return kind === 'string';
    case 'merge':
      return kind === 'object';
    case 'add':
    case 'numincrby':
    case 'toggle':
      return false;
  }
}
