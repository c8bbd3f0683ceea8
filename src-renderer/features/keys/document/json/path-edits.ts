import type {
  JsonAsRead,
  JsonEdit,
  JsonRemoval,
} from '../../../../../src-shared/contract/json-edits.ts';
import {
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
      readonly action: 'strappend' | 'arrappend' | 'merge' | 'toggle' | 'member' | 'set';
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
  const kind = kindOfSource(text);
  return { steps, kind, size: 0, expected: { is: 'text', text } };
}

/** What one command writes; `expected` is what JSON.GET answers for the path before a JSON.SET. */
export type BuiltEdit =
  | { readonly kind: 'edit'; readonly edit: JsonEdit; readonly words: CommandWords }
  | {
      readonly kind: 'set';
      readonly path: string;
      readonly value: string;
      readonly expected: string;
      readonly words: CommandWords;
    };

export type Built =
  { readonly ok: true; readonly built: BuiltEdit } | { readonly ok: false; readonly error: string };

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

function insertion(edit: PathEdit, path: string, { text, index }: Fields): Built {
  const values = valuesIn(text);
  if (typeof values === 'string') return wrong(values);
  if (edit.action !== 'arrinsert')
    return done({ kind: 'arrappend', values: [...values] }, ['JSON.ARRAPPEND', path, ...values]);
  const at = index.trim();
  if (!/^\d{1,9}$/.test(at) || Number(at) > edit.place.size)
    return wrong(`Write an index from 0 to ${edit.place.size}`);
  return done({ kind: 'arrinsert', index: Number(at), values: [...values] }, [
    'JSON.ARRINSERT',
    path,
    at,
    ...values,
  ]);
}

const done = (edit: JsonEdit, words: CommandWords): Built => ({
  ok: true,
  built: { kind: 'edit', edit, words },
});

function newMember({ steps }: JsonPlace, { name, text }: Fields): Built {
  const value = oneValue(text);
  if (typeof value === 'string') return wrong(value);
  const member = [...steps, name];
  if (!isWritablePath(member))
    return wrong(
      'RedisJSON cannot write at a name with a backslash, with both kinds of quotes, or with a space in front',
    );
  const path = formatJsonPath(member);
  const words: CommandWords = ['JSON.SET', path, value.source];
  return { ok: true, built: { kind: 'set', path, value: value.source, expected: '[]', words } };
}

function newValue({ expected }: JsonPlace, path: string, text: string): Built {
  const value = oneValue(text);
  if (typeof value === 'string') return wrong(value);
  if (expected.is !== 'text') return wrong('It was not read whole');
  const words: CommandWords = ['JSON.SET', path, value.source];
  return {
    ok: true,
    built: { kind: 'set', path, value: value.source, expected: `[${expected.text}]`, words },
  };
}

/** The command of what the fields say, or what is accepted instead. */
export function buildEdit(edit: PathEdit, fields: Fields): Built {
  const path = formatJsonPath(edit.place.steps);
  switch (edit.action) {
    case 'toggle':
      return done({ kind: 'toggle' }, ['JSON.TOGGLE', path]);
    case 'strappend': {
      if (fields.text === '') return wrong('Write what is appended');
      const value = JSON.stringify(fields.text);
      return done({ kind: 'strappend', value }, ['JSON.STRAPPEND', path, value]);
    }
    case 'merge': {
      const value = oneValue(fields.text);
      if (typeof value === 'string') return wrong(value);
      return done({ kind: 'merge', value: value.source }, ['JSON.MERGE', path, value.source]);
    }
    case 'set':
      return newValue(edit.place, path, fields.text);
    case 'member':
      return newMember(edit.place, fields);
    case 'arrappend':
    case 'arrinsert':
      return insertion(edit, path, fields);
  }
}

/** The command of a removal. */
export function removalWords({ place, removal }: PathRemoval): CommandWords {
  const path = formatJsonPath(place.steps);
  return removal.kind === 'delete'
    ? ['JSON.DEL', path]
    : ['JSON.ARRPOP', path, String(removal.index)];
}
