import { toUtf8 } from '../../src-shared/redis-value.ts';
import { epochUnit, toEpochMs } from './epoch.ts';
import {
  asObject,
  type ExactJson,
  type ExactObject,
  parseExactJson,
  scalarText,
} from './exact-json.ts';

/** What a value reads as; see the guide of shapes, part 2. */
export interface SessionShape {
  readonly recognisedAs: string;
  /** What proves it, in words for the user. */
  readonly reason: string;
  readonly certain: boolean;
  readonly user: string | null;
  readonly createdMs: number | null;
}

const userFields = [
  'user_id',
  'userId',
  'userid',
  'uid',
  '_user_id',
  '_auth_user_id',
  'username',
  'sub',
  'email',
];
const createdFields = ['created_at', 'createdAt', 'created', 'iat', 'loginAt', 'login_at'];
/** Sessions may be months old. */
const OLDEST_MS = 366 * 86_400_000;

function userOf(object: ExactObject): string | null {
  for (const field of userFields) {
    const user = scalarText(object[field]);
    if (user !== null && user !== '') return user;
  }
  const passport = scalarText(asObject(object['passport'])?.['user']);
  if (passport !== null) return passport;
  const user = asObject(object['user']);
  return user === null
    ? scalarText(object['user'])
    : (scalarText(user['id']) ?? scalarText(user['email']));
}

function timeOf(value: ExactJson | undefined, nowMs: number): number | null {
  const text = scalarText(value);
  if (text === null) return null;
  const unit = epochUnit(text, nowMs, OLDEST_MS);
  if (unit !== null) return toEpochMs(text, unit);
  const parsed = /^\d{4}-\d\d-\d\d[T ]/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(parsed) ? null : parsed;
}

function createdOf(object: ExactObject, nowMs: number): number | null {
  for (const field of createdFields) {
    const time = timeOf(object[field], nowMs);
    if (time !== null) return time;
  }
  return null;
}

function readJson(object: ExactObject, nowMs: number): SessionShape | null {
  const found = { user: userOf(object), createdMs: createdOf(object, nowMs) };
  const cookie = asObject(object['cookie']);
  if (cookie !== null && 'originalMaxAge' in cookie && 'path' in cookie)
    return {
      recognisedAs: 'express-session',
      reason: 'JSON with cookie.originalMaxAge and cookie.path',
      certain: true,
      ...found,
    };
  if ('_permanent' in object)
    return {
      recognisedAs: 'Flask-Session',
      reason: 'JSON with _permanent',
      certain: true,
      ...found,
    };
  if (found.user !== null)
    return {
      recognisedAs: 'JSON',
      reason:
        found.createdMs === null
          ? 'JSON that names a user'
          : 'JSON with a user and a time of creation',
      certain: false,
      ...found,
    };
  return null;
}

const includes = (bytes: Uint8Array, text: string): boolean =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(text);

/** A text of ten bytes in MessagePack, as the name of a field whose value is true or false. */
const permanentField = Buffer.from('\u00aa_permanent', 'latin1');

function hasPermanentField(bytes: Uint8Array): boolean {
  const at = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf(permanentField);
  const value = at === -1 ? undefined : bytes[at + permanentField.byteLength];
  return value === 0xc2 || value === 0xc3;
}

/** Formats that need a decoder to be read further: recognised by their first bytes and field names. */
function readBinary(bytes: Uint8Array): SessionShape | null {
  const certain = { certain: true, user: null, createdMs: null };
  const [first = 0, second = 0] = bytes;
  const isMap = (first >= 0x81 && first <= 0x8f) || first === 0xde;
  if (isMap && hasPermanentField(bytes))
    return {
      recognisedAs: 'Flask-Session',
      reason: 'MessagePack map with _permanent',
      ...certain,
    };
  const isPickle = first === 0x80 && second >= 2 && second <= 5;
  if (isPickle && includes(bytes, '_auth_user_id'))
    return { recognisedAs: 'Django', reason: 'pickle with _auth_user_id', ...certain };
  if (isPickle && includes(bytes, '_permanent'))
    return { recognisedAs: 'Flask-Session', reason: 'pickle with _permanent', ...certain };
  return null;
}

/** What the string at a session-like key is; null: not a session. */
export function readSessionString(bytes: Uint8Array, nowMs: number): SessionShape | null {
  const text = toUtf8(bytes);
  if (text === null || !text.trimStart().startsWith('{')) return readBinary(bytes);
  const object = asObject(parseExactJson(text));
  return object === null ? null : readJson(object, nowMs);
}

/** A java.lang.Long as Java serialises it: its value is the last eight bytes, big-endian (Java Object Serialization). */
function javaLong(bytes: Uint8Array): string | null {
  if (
    bytes.byteLength < 12 ||
    bytes[0] !== 0xac ||
    bytes[1] !== 0xed ||
    !includes(bytes, 'java.lang.Long')
  )
    return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return String(view.getBigInt64(bytes.byteLength - 8));
}

/** What the hash at a session-like key is; null: not a session. */
export function readSessionHash(
  fields: readonly { readonly field: Uint8Array; readonly value: Uint8Array }[],
  nowMs: number,
): SessionShape | null {
  const byName = new Map(fields.map(({ field, value }) => [toUtf8(field) ?? '', value]));
  const created = byName.get('creationTime');
  if (created !== undefined && byName.has('lastAccessedTime') && byName.has('maxInactiveInterval'))
    return {
      recognisedAs: 'Spring Session',
      reason: 'hash with lastAccessedTime and maxInactiveInterval',
      certain: true,
      user: null,
      createdMs: timeOf(javaLong(created) ?? toUtf8(created) ?? '', nowMs),
    };
  const object = Object.fromEntries(
    [...byName].map(([name, value]): [string, string] => [name, toUtf8(value) ?? '']),
  );
  const user = userOf(object);
  if (user === null) return null;
  return {
    recognisedAs: 'Hash',
    reason: 'hash that names a user',
    certain: false,
    user,
    createdMs: createdOf(object, nowMs),
  };
}

const secretNames =
  /token|csrf|xsrf|passw|passphrase|pwd|secret|hash|(api|private|access)_?key|credential|signature|jwt|otp\b/i;

/** Whether a field of this name is hidden until asked for. User ids are what the view is for. */
export const isSecretField = (name: string): boolean =>
  secretNames.test(name) && !userFields.includes(name);
