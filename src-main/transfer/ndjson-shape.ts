import { z } from 'zod';
import { numberText } from '../../src-shared/contract/define.ts';
import { SCORE, toBytes, toUtf8 } from '../../src-shared/redis-value.ts';

export const FORMAT_NAME = 'redstart-keys';
export const FORMAT_VERSION = 1;

/** Text as it is; bytes that are no UTF-8 as `{"base64": "..."}`. */
export type BytesJson = string | { readonly base64: string };

export function toJson(bytes: Uint8Array): BytesJson {
  return toUtf8(bytes) ?? { base64: toBase64(bytes) };
}

export const toBase64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');

/** null for what is not base64 exactly as we write it. */
export function fromBase64(text: string): Uint8Array | null {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : null;
}

const base64 = z.string().transform((text, context) => {
  const bytes = fromBase64(text);
  if (bytes !== null) return bytes;
  context.addIssue({ code: 'custom', message: 'wrong base64' });
  return z.NEVER;
});

const HALF = 'half a surrogate pair';

/** A lone surrogate has no UTF-8: it would silently become another character. */
const text = z
  .string()
  .refine((value) => value.isWellFormed(), HALF)
  .transform(toBytes);

const asBase64 = z.strictObject({ base64: z.string() });

/** Not a union: its message would not say what is wrong. */
const bytes = z.unknown().transform((value, context): Uint8Array => {
  const wrong = (message: string): never => {
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  };
  if (typeof value === 'string') return value.isWellFormed() ? toBytes(value) : wrong(HALF);
  const object = asBase64.safeParse(value);
  if (!object.success) return wrong('neither text nor {"base64": "..."}');
  return fromBase64(object.data.base64) ?? wrong('wrong base64');
});

const atMs = z.int().min(1).max(9_007_199_254_740_991);
const key = { key: bytes, expiresAtMs: atMs.nullable() };
const note = z.string().max(1_000).optional();
export const entryId = z.string().regex(/^\d{1,20}-\d{1,20}$/, 'no ID of a stream entry');
export const wholeMs = z.string().regex(/^\d{1,20}$/, 'no time in milliseconds');
export const score = z.string().regex(SCORE, 'no score');
export { numberText };

const pair = z.tuple([bytes, bytes]);
const field = z.tuple([bytes, bytes, atMs.optional()]);

export const dumpLine = z.strictObject({
  ...key,
  type: z.string().min(1).max(64),
  dump: base64,
  note,
});
export const valueLine = z.discriminatedUnion('type', [
  z.strictObject({ ...key, type: z.literal('string'), value: bytes, note }),
  z.strictObject({ ...key, type: z.literal('hash'), value: z.array(field), note }),
  z.strictObject({ ...key, type: z.literal('list'), value: z.array(bytes), note }),
  z.strictObject({ ...key, type: z.literal('set'), value: z.array(bytes), note }),
  z.strictObject({
    ...key,
    type: z.literal('zset'),
    value: z.array(z.tuple([bytes, score])),
    note,
  }),
  z.strictObject({
    ...key,
    type: z.literal('stream'),
    value: z.array(z.tuple([entryId, z.array(pair)])),
    note,
  }),
  z.strictObject({ ...key, type: z.literal('ReJSON-RL'), value: text, note }),
  z.strictObject({
    ...key,
    type: z.literal('TSDB-TYPE'),
    retentionMs: wholeMs,
    duplicatePolicy: z
      .string()
      .max(16)
      .regex(/^[a-z]+$/i)
      .nullable(),
    labels: z.array(pair),
    value: z.array(z.tuple([wholeMs, numberText])),
    note,
  }),
]);
export const headLine = z.object({
  format: z.literal(FORMAT_NAME),
  version: z.literal(FORMAT_VERSION),
  content: z.enum(['exact', 'readable']),
  serverVersion: z.string().max(64),
  rdbVersion: z.int().min(1).max(65_535).nullable(),
  exportedAtMs: z.number().nonnegative(),
});
