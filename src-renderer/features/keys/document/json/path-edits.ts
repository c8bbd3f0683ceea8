import type {
  JsonAsRead,
  JsonCommand,
  JsonExpected,
  JsonRemoval,
} from '../../../../../src-shared/contract/json-edits.ts';
import {
  findJsonNode,
  formatJsonPath,
  isWritablePath,
  type JsonSteps,
  jsonSteps,
} from '../../../../../src-shared/json-path.ts';
import {
  type JsonKind,
  jsonKind,
  jsonSource,
  type JsonText,
  parseJsonText,
} from '../../../../../src-shared/json-text.ts';
import type { CommandWords } from './json-command.ts';
import { kindOfSource } from './json-value.tsx';

/** A place in a document as far as it was read. */
export interface JsonPlace {
  readonly steps: JsonSteps;
  readonly kind: JsonKind;
  /** Members or elements; 0 of a scalar. */
  readonly size: number;
  readonly expected: JsonAsRead;
}

/** One command that adds or changes; `index` is where the elements go, before what is there. */
export type PathEdit =
  | {
      readonly action: 'strappend' | 'arrappend' | 'merge' | 'toggle' | 'member';
      readonly place: JsonPlace;
    }
  | { readonly action: 'arrinsert'; readonly place: JsonPlace; readonly index: number };

export interface PathRemoval {
  readonly place: JsonPlace;
  readonly removal: JsonRemoval;
}

/** A container larger than this is compared by its kind and size, not by its text. */
const COMPARED_CHARACTERS = 1_048_576;

/** The place of a node of a document that was read whole. */
export function placeOf(json: JsonText, node: number): JsonPlace {
  const kind = jsonKind(json, node);
  const size = json.sizes[node] ?? 0;
  const text = jsonSource(json, node);
  const isContainer = kind === 'object' || kind === 'array';
  return {
    steps: jsonSteps(json, node),
    kind,
    size,
    expected:
      isContainer && text.length > COMPARED_CHARACTERS
        ? { is: 'size', kind, size }
        : { is: 'text', text },
  };
}

/** The place of a value that was read by itself. */
export function placeOfText(steps: JsonSteps, text: string): JsonPlace {
  const parsed = parseJsonText(text);
  const size = parsed.ok ? (parsed.json.sizes[0] ?? 0) : 0;
  return { steps, kind: kindOfSource(text), size, expected: { is: 'text', text } };
}

/** One command, and where: it joins the pending changes. */
export interface PlacedCommand {
  readonly steps: JsonSteps;
  readonly edit: JsonCommand;
  readonly words: CommandWords;
  /** What was read there; `nothing` for a new member. */
  readonly read: Exclude<JsonExpected, { readonly is: 'number' }>;
}

export type Built =
  | { readonly ok: true; readonly command: PlacedCommand }
  | { readonly ok: false; readonly error: string };

interface Fields {
  readonly name: string;
  readonly text: string;
  readonly index: string;
}

const wrong = (error: string): Built => ({ ok: false, error });

function syntaxOf(text: string): string | null {
  const parsed = parseJsonText(text);
  if (parsed.ok) return null;
  return `${parsed.error.message}, at character ${parsed.error.offset + 1}`;
}

/** Source texts of values written one after another with commas; what is wrong with them instead. */
function valuesIn(text: string): readonly string[] | string {
  if (text.trim() === '') return 'Write a JSON value: "text", 1.5, {"a":1}';
  const parsed = parseJsonText(`[${text}]`);
  // Brackets that close what they did not open: `1],[2`.
  if (!parsed.ok || jsonKind(parsed.json, 0) !== 'array')
    return syntaxOf(text) ?? 'Write JSON values with commas between them';
  const { json } = parsed;
  const values: string[] = [];
  const end = json.nexts[0] ?? 0;
  for (let node = 1; node < end; node = json.nexts[node] ?? end)
    values.push(jsonSource(json, node));
  return values;
}

function oneValue(text: string): { readonly source: string } | string {
  const error = text.trim() === '' ? 'Write a JSON value: "text", 1.5, {"a":1}' : syntaxOf(text);
  return error ?? { source: text.trim() };
}

const done = ({ steps, expected }: JsonPlace, edit: JsonCommand, words: CommandWords): Built => ({
  ok: true,
  command: { steps, edit, words, read: expected },
});

function insertion(edit: PathEdit, path: string, { text, index }: Fields): Built {
  const values = valuesIn(text);
  if (typeof values === 'string') return wrong(values);
  const { place } = edit;
  if (edit.action !== 'arrinsert')
    return done(place, { kind: 'arrappend', values: [...values] }, [
      'JSON.ARRAPPEND',
      path,
      ...values,
    ]);
  const at = index.trim();
  if (!/^\d{1,9}$/.test(at) || Number(at) > place.size)
    return wrong(`Write an index from 0 to ${place.size}`);
  return done(place, { kind: 'arrinsert', index: Number(at), values: [...values] }, [
    'JSON.ARRINSERT',
    path,
    at,
    ...values,
  ]);
}

/** Whether the object has this member, as far as it was read. */
function hasMember({ expected }: JsonPlace, name: string): boolean {
  const parsed = expected.is === 'text' ? parseJsonText(expected.text) : null;
  return parsed?.ok === true && findJsonNode(parsed.json, [name]) !== null;
}

function newMember(place: JsonPlace, { name, text }: Fields): Built {
  const value = oneValue(text);
  if (typeof value === 'string') return wrong(value);
  const steps = [...place.steps, name];
  if (!isWritablePath(steps))
    return wrong(
      'RedisJSON cannot write at a name with a backslash, with both kinds of quotes, or with a space in front',
    );
  if (hasMember(place, name)) return wrong('It has a member of this name: edit that');
  const words: CommandWords = ['JSON.SET', formatJsonPath(steps), value.source, 'NX'];
  const edit: JsonCommand = { kind: 'add', value: value.source };
  return { ok: true, command: { steps, edit, words, read: { is: 'nothing' } } };
}

/** The command of what the fields say, or what is accepted instead. */
export function buildEdit(edit: PathEdit, fields: Fields): Built {
  const { place } = edit;
  const path = formatJsonPath(place.steps);
  switch (edit.action) {
    case 'toggle':
      return done(place, { kind: 'toggle' }, ['JSON.TOGGLE', path]);
    case 'strappend': {
      if (fields.text === '') return wrong('Write what is appended');
      const value = JSON.stringify(fields.text);
      return done(place, { kind: 'strappend', value }, ['JSON.STRAPPEND', path, value]);
    }
    case 'merge': {
      const value = oneValue(fields.text);
      if (typeof value === 'string') return wrong(value);
      return done(place, { kind: 'merge', value: value.source }, [
        'JSON.MERGE',
        path,
        value.source,
      ]);
    }
    case 'member':
      return newMember(place, fields);
    case 'arrappend':
    case 'arrinsert':
      return insertion(edit, path, fields);
  }
}

/** JSON.NUMINCRBY of a number. */
export function incrementOf({ steps, expected }: JsonPlace, by: string): PlacedCommand {
  const words: CommandWords = ['JSON.NUMINCRBY', formatJsonPath(steps), by];
  return { steps, edit: { kind: 'numincrby', by }, words, read: expected };
}

/** The command of a removal. */
export function removalOf({ place, removal }: PathRemoval): PlacedCommand {
  const path = formatJsonPath(place.steps);
  const words: CommandWords =
    removal.kind === 'delete' ? ['JSON.DEL', path] : ['JSON.ARRPOP', path, String(removal.index)];
  return { steps: place.steps, edit: removal, words, read: place.expected };
}
