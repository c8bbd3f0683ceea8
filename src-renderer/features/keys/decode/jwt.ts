import { jsonName, jsonSource } from '../../../../src-shared/json-text.ts';
import { fromBase64 } from './base64.ts';
import { ByteReader } from './byte-reader.ts';
import { DecodeFailure, type Decoder } from './decoder.ts';
import { jsonTree } from './json.ts';
import { NodeMaker } from './tree-node.ts';

const SHAPE = /^(eyJ[\w-]+)\.([\w-]+)\.([\w-]*)$/;
/** Claims that are seconds since 1970, by RFC 7519 and OpenID Connect. */
const TIMES: readonly (string | null)[] = ['exp', 'nbf', 'iat', 'auth_time', 'updated_at'];

function partsOf(bytes: Uint8Array): readonly string[] | null {
  if (bytes.byteLength > 65_536 || bytes[0] !== 0x65) return null;
  const match = SHAPE.exec(ByteReader.textOf(bytes, 'it'));
  return match === null ? null : match.slice(1);
}

/** Header and claims of a signed token. */
export const jwt: Decoder = {
  name: 'JWT',
  sniff(bytes) {
    if (bytes.some((byte) => byte > 0x7a)) return false;
    const [header] = partsOf(bytes) ?? [];
    if (header === undefined) return false;
    return /^\{\s*"[^]*"alg"\s*:|^\{\s*"alg"\s*:/.test(atobOrEmpty(header));
  },
  decode(bytes, limits) {
    const [header, claims, signature] = partsOf(bytes) ?? [];
    if (header === undefined || claims === undefined || signature === undefined)
      throw new DecodeFailure('it is not three parts of base64url with a header');
    const make = new NodeMaker(limits);
    const part = (text: string, what: string) =>
      jsonTree(make, ByteReader.textOf(fromBase64(text), what), (json, node) => {
        const source = jsonSource(json, node);
        if (!TIMES.includes(jsonName(json, node)) || !/^\d{1,12}(?:\.\d+)?$/.test(source))
          return null;
        return make.time(Number(source) * 1_000, `${source} s`);
      });
    const root = make.branch('object', 'JWT, signature not checked');
    root.entries.push(
      { key: 'header', value: part(header, 'the header') },
      { key: 'claims', value: part(claims, 'the claims') },
      {
        key: 'signature',
        value:
          signature === ''
            ? make.text('null', 'none')
            : make.bytes(fromBase64(signature), 'not checked'),
      },
    );
    return { kind: 'tree', root };
  },
};

function atobOrEmpty(text: string): string {
  try {
    return atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  } catch {
    return '';
  }
}
