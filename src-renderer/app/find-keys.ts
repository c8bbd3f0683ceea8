import { useEffect, useState } from 'react';
import type { ConnectionId } from '../../src-shared/contract/define.ts';
import { escapeGlob, parseEscaped, toBytes } from '../../src-shared/redis-value.ts';
import type { Client } from '../client/client.ts';
import { toStreamError } from '../client/stream-failure.ts';

/** What the palette may cost the server for one text: it stops at the first of these. */
const MOST_FOUND = 12;
const MOST_SCANNED = 50_000;
const TYPING_MS = 200;

export interface FoundKeys {
  readonly keys: readonly Uint8Array[];
  readonly scanned: number;
  readonly of: number | null;
  readonly done: boolean;
  readonly error: string | null;
}

const nothing: FoundKeys = { keys: [], scanned: 0, of: null, done: true, error: null };

/** Names that contain the text anywhere, as a SCAN pattern; globs typed by the user stay globs. */
function toPattern(text: string): Uint8Array | null {
  if (/[*?[]/.test(text)) return toBytes(text);
  const literal = parseEscaped(text);
  if (literal === null) return null;
  const star = toBytes('*');
  return Uint8Array.from([...star, ...escapeGlob(literal), ...star]);
}

async function* find(
  client: Client,
  connection: ConnectionId,
  text: string,
  signal: AbortSignal,
): AsyncGenerator<FoundKeys> {
  const match = toPattern(text);
  if (match === null) return;
  const keys: Uint8Array[] = [];
  const exact = parseEscaped(text);
  // Whatever has been scanned so far, a name typed in full is found.
  if (exact !== null) {
    const facts = await client.call('keys.describe', { connection, keys: [exact] }, { signal });
    if (facts.ok && facts.value[0]?.state !== 'gone') keys.push(exact);
  }
  const input = { connection, match, type: null, resume: null };
  for await (const page of client.stream('keys.scan', input, { signal })) {
    let start = 0;
    for (const end of page.ends) {
      if (keys.length < MOST_FOUND) keys.push(page.names.slice(start, end));
      start = end;
    }
    yield { keys: [...keys], scanned: page.scanned, of: page.of, done: page.done, error: null };
    if (keys.length >= MOST_FOUND || page.scanned >= MOST_SCANNED) return;
  }
}

/** Keys by part of their name, with how much of the keyspace was looked at. */
export function useFoundKeys(client: Client, connection: ConnectionId, text: string): FoundKeys {
  const [found, setFound] = useState<FoundKeys>(nothing);
  useEffect(() => {
    setFound(nothing);
    if (text.length < 2) return;
    const controller = new AbortController();
    const run = async (): Promise<void> => {
      try {
        for await (const now of find(client, connection, text, controller.signal)) setFound(now);
      } catch (thrown) {
        setFound({ ...nothing, error: toStreamError(thrown).message });
      }
    };
    const timer = setTimeout(() => void run(), TYPING_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [client, connection, text]);
  return found;
}
