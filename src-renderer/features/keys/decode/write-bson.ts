import {
  jsonKind,
  jsonName,
  jsonSource,
  jsonString,
  type JsonText,
} from '../../../../src-shared/json-text.ts';
import { DecodeFailure } from './decoder.ts';
import { joinBytes } from './join-bytes.ts';
import { doubleOf, isFloatSource, parsedJsonForm, tooLong, utf8Of } from './json-form.ts';

const END = Uint8Array.of(0);

function little(size: 4 | 8, write: (view: DataView) => void): Uint8Array {
  const bytes = new Uint8Array(size);
  write(new DataView(bytes.buffer));
  return bytes;
}

const int32 = (value: number): Uint8Array =>
  little(4, (view) => {
    view.setInt32(0, value, true);
  });

interface Element {
  readonly type: number;
  readonly parts: readonly Uint8Array[];
}

function numberOf(source: string): Element {
  if (isFloatSource(source)) {
    const value = doubleOf(source);
    return { type: 0x01, parts: [little(8, (view) => view.setFloat64(0, value, true))] };
  }
  const value = source.length > 20 ? null : BigInt(source);
  if (value === null || BigInt.asIntN(64, value) !== value) throw tooLong(source, 'BSON');
  if (BigInt.asIntN(32, value) === value) return { type: 0x10, parts: [int32(Number(value))] };
  return { type: 0x12, parts: [little(8, (view) => view.setBigInt64(0, value, true))] };
}

function scalarOf(json: JsonText, node: number): Element {
  switch (jsonKind(json, node)) {
    case 'string': {
      const bytes = utf8Of(jsonString(json, node));
      return { type: 0x02, parts: [int32(bytes.byteLength + 1), bytes, END] };
    }
    case 'null':
      return { type: 0x0a, parts: [] };
    case 'boolean':
      return { type: 0x08, parts: [Uint8Array.of(jsonSource(json, node) === 'true' ? 1 : 0)] };
    default:
      return numberOf(jsonSource(json, node));
  }
}

function nameOf(json: JsonText, node: number): Uint8Array {
  const bytes = utf8Of(jsonName(json, node) ?? String(json.places[node] ?? 0));
  if (bytes.includes(0)) throw new DecodeFailure('A name in BSON has no NUL in it');
  return bytes;
}

/** JSON text as BSON, integers in 32 bits where they fit; throws a DecodeFailure that says what is wrong with it. */
export function bsonBytes(text: string): Uint8Array {
  const json = parsedJsonForm(text);
  if (jsonKind(json, 0) !== 'object') throw new DecodeFailure('A BSON document is an object');
  const parts: Uint8Array[] = [];
  let written = 0;
  const put = (...more: readonly Uint8Array[]): void => {
    for (const part of more) {
      parts.push(part);
      written += part.byteLength;
    }
  };
  // Documents still open: how long one is stands at its beginning and is known at its end.
  const open: { readonly length: Uint8Array; readonly start: number; readonly end: number }[] = [];
  const close = (): void => {
    const document = open.pop();
    put(END);
    if (document !== undefined)
      new DataView(document.length.buffer).setInt32(0, written - document.start, true);
  };
  for (let node = 0; node < json.count; node++) {
    while (node >= (open.at(-1)?.end ?? json.count)) close();
    const kind = jsonKind(json, node);
    const isContainer = kind === 'object' || kind === 'array';
    const { type, parts: value } = isContainer
      ? { type: kind === 'object' ? 0x03 : 0x04, parts: [] }
      : scalarOf(json, node);
    if (node > 0) put(Uint8Array.of(type), nameOf(json, node), END);
    put(...value);
    if (!isContainer) continue;
    const length = new Uint8Array(4);
    open.push({ length, start: written, end: json.nexts[node] ?? json.count });
    put(length);
  }
  while (open.length > 0) close();
  return joinBytes(parts);
}
