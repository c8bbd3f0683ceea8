import {
  jsonKind,
  jsonName,
  jsonSource,
  jsonString,
  type JsonText,
} from '../../../../src-shared/json-text.ts';
import { toBytes } from '../../../../src-shared/redis-value.ts';
import { DecodeFailure } from './decoder.ts';
import { joinBytes } from './join-bytes.ts';
import {
  doubleOf,
  isFloatSource,
  type JsonWays,
  parsedJsonForm,
  PLAIN_WAYS,
  tooLong,
  utf8Of,
} from './json-form.ts';

const INT = /^(?:0|-?[1-9]\d{0,18})$/;
const isInt64 = (digits: string): boolean =>
  digits.length <= 20 && BigInt.asIntN(64, BigInt(digits)) === BigInt(digits);

/** An array of PHP is a list where its keys are 0, 1, 2…; else its keys are names. */
export const PHP_WAYS: JsonWays = {
  shapeOf: ({ kind, entries }) => {
    if (kind !== 'map') return null;
    const isList = entries.every(
      ({ key }, at) =>
        key !== null && typeof key !== 'string' && 'text' in key && isNumbered(key, at),
    );
    return isList ? 'array' : 'object';
  },
  // PHP itself makes a number of each name that is one, so a name says which it is.
  nameOf: (key) =>
    typeof key !== 'string' && key.kind === 'number' ? key.text : PLAIN_WAYS.nameOf(key),
};

const isNumbered = (key: { readonly kind: string; readonly text: string }, at: number): boolean =>
  key.kind === 'number' && key.text === String(at);

function* stringParts(text: string): Generator<Uint8Array> {
  const bytes = utf8Of(text);
  yield toBytes(`s:${bytes.byteLength}:"`);
  yield bytes;
  yield toBytes('";');
}

function* keyParts(name: string): Generator<Uint8Array> {
  if (INT.test(name) && isInt64(name)) yield toBytes(`i:${name};`);
  else yield* stringParts(name);
}

function numberText(source: string): string {
  if (isFloatSource(source)) {
    doubleOf(source);
    // PHP writes a float without a fraction as whole digits.
    return `d:${source.replace(/\.0$/, '')};`;
  }
  if (!isInt64(source)) throw tooLong(source, 'PHP');
  return `i:${source};`;
}

function* scalarParts(json: JsonText, node: number): Generator<Uint8Array> {
  switch (jsonKind(json, node)) {
    case 'string':
      yield* stringParts(jsonString(json, node));
      break;
    case 'null':
      yield toBytes('N;');
      break;
    case 'boolean':
      yield toBytes(jsonSource(json, node) === 'true' ? 'b:1;' : 'b:0;');
      break;
    default:
      yield toBytes(numberText(jsonSource(json, node)));
  }
}

function sessionName(name: string): Uint8Array {
  if (!/^\w+$/.test(name))
    throw new DecodeFailure('A name in a PHP session has only letters, digits and _');
  return toBytes(`${name}|`);
}

function* parts(json: JsonText, isSession: boolean): Generator<Uint8Array> {
  const close = toBytes('}');
  // Where each open array ends; the one around a session's values is not written.
  const ends: number[] = [];
  for (let node = 0; node < json.count; node++) {
    for (; ends.length > 0 && node >= (ends.at(-1) ?? 0); ends.pop()) yield close;
    const name = jsonName(json, node);
    if (isSession && node === 0) continue;
    if (isSession && json.parents[node] === 0) yield sessionName(name ?? '');
    else if (name !== null) yield* keyParts(name);
    else if (node > 0) yield toBytes(`i:${json.places[node] ?? 0};`);
    const kind = jsonKind(json, node);
    if (kind === 'object' || kind === 'array') {
      yield toBytes(`a:${json.sizes[node] ?? 0}:{`);
      ends.push(json.nexts[node] ?? json.count);
    } else yield* scalarParts(json, node);
  }
  for (const _ of ends) yield close;
}

/** JSON text as serialize() of PHP writes it, or its sessions; throws a DecodeFailure that says what is wrong. */
export function phpBytes(text: string, { isSession }: { readonly isSession: boolean }): Uint8Array {
  const json = parsedJsonForm(text);
  if (isSession && jsonKind(json, 0) !== 'object')
    throw new DecodeFailure('A PHP session is an object of names and values');
  return joinBytes([...parts(json, isSession)]);
}
