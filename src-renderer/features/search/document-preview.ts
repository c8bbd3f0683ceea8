import type { ConnectionId } from '../../../src-shared/contract/define.ts';
import type { Output } from '../../../src-shared/contract/index.ts';
import type { AppError, Result } from '../../../src-shared/result.ts';
import { type Expiry, expiryOf } from '../../lib/expiry.ts';
import type { Client } from '../../client/client.ts';
import { type JsonPreview, previewJson } from './json-preview.ts';

/** A hash is previewed by its first page. */
const FIRST_FIELDS = 200;

export type PreviewBody =
  | { readonly kind: 'json'; readonly preview: JsonPreview; readonly bytes: number }
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'hash';
      readonly fields: Output<'values.hash'>['fields'];
      readonly total: number | null;
    }
  | { readonly kind: 'tooLarge'; readonly bytes: number }
  /** Neither a JSON document nor a hash: the key was overwritten since it was indexed. */
  | { readonly kind: 'other' };

export type Preview =
  | { readonly status: 'none' }
  | { readonly status: 'loading'; readonly id: string; readonly key: Uint8Array }
  | {
      readonly status: 'ready';
      readonly id: string;
      readonly key: Uint8Array;
      readonly type: string;
      readonly expiresAtMs: Expiry;
      readonly body: PreviewBody;
    }
  | { readonly status: 'gone'; readonly id: string; readonly key: Uint8Array }
  | {
      readonly status: 'failed';
      readonly id: string;
      readonly key: Uint8Array;
      readonly error: AppError;
    };

interface Target {
  readonly client: Client;
  readonly connection: ConnectionId;
  readonly signal: AbortSignal;
}

async function readBody(
  { client, connection, signal }: Target,
  key: Uint8Array,
  type: string,
): Promise<Result<PreviewBody>> {
  if (type === 'hash') {
    const input = { connection, key, position: '0', count: FIRST_FIELDS, match: null };
    const result = await client.call('values.hash', input, { signal });
    if (!result.ok) return result;
    const { fields, total } = result.value;
    return { ok: true, value: { kind: 'hash', fields, total } };
  }
  if (type !== 'ReJSON-RL') return { ok: true, value: { kind: 'other' } };
  const input = { connection, key, path: '$', evenIfLarge: false };
  const result = await client.call('json.get', input, { signal });
  if (!result.ok) return result;
  if (result.value.kind === 'tooLarge') return { ok: true, value: result.value };
  const { text, bytes } = result.value;
  const preview = previewJson(text);
  return {
    ok: true,
    value: preview === null ? { kind: 'text', text } : { kind: 'json', preview, bytes },
  };
}

/** The document of a row as it is now, which may not be as it was when it was found. */
export async function readDocument(target: Target, id: string, key: Uint8Array): Promise<Preview> {
  const { client, connection, signal } = target;
  const about = { id, key };
  const head = await client.call('keys.head', { connection, key }, { signal });
  if (!head.ok)
    return head.error.code === 'notFound'
      ? { status: 'gone', ...about }
      : { status: 'failed', ...about, error: head.error };
  const { type, ttlMs } = head.value;
  const body = await readBody(target, key, type);
  if (!body.ok)
    return body.error.code === 'notFound'
      ? { status: 'gone', ...about }
      : { status: 'failed', ...about, error: body.error };
  return {
    status: 'ready',
    ...about,
    type,
    expiresAtMs: expiryOf(ttlMs, Date.now()),
    body: body.value,
  };
}
