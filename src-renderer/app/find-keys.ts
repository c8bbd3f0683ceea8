import { useEffect, useState } from 'react';
import type { ConnectionId } from '../../src-shared/contract/define.ts';
import { LIMITS } from '../../src-shared/limits.ts';
import { toBinaryString } from '../../src-shared/redis-value.ts';
import type { Client } from '../client/client.ts';
import { toStreamError } from '../client/stream-failure.ts';
import { isGlob, toContaining, toGlob, toLiteral } from '../lib/name-pattern.ts';

/** What the palette may cost the server for one text: it stops at the first of these. */
const MOST_FOUND = 12;
const MOST_SCANNED = 50_000;
const TYPING_MS = 200;
/** A shorter text is in nearly every name. */
export const LEAST_PART = 2;

export interface FoundKeys {
  readonly keys: readonly Uint8Array[];
  readonly scanned: number;
  readonly of: number | null;
  readonly done: boolean;
  /** Why it is not known whether there is a key of exactly this name. */
  readonly lookup: string | null;
  readonly error: string | null;
  /** More may come. */
  readonly isLooking: boolean;
}

const nothing: FoundKeys = {
  keys: [],
  scanned: 0,
  of: null,
  done: true,
  lookup: null,
  error: null,
  isLooking: false,
};

/** Pasted, a text may be a name or a part of one that has these letters in it; typed, a pattern: it is taken as both. */
const patternsOf = (text: string): readonly Uint8Array[] =>
  isGlob(text) ? [toGlob(text), toContaining(text)] : [toContaining(text)];

/** Whatever has been scanned, a name typed in full is found; why it is not known is said. */
async function lookUp(
  client: Client,
  connection: ConnectionId,
  name: Uint8Array,
  signal: AbortSignal,
): Promise<{ readonly isThere: boolean; readonly problem: string | null }> {
  if (name.length > LIMITS.nameBytes) return { isThere: false, problem: null };
  const facts = await client.call('keys.describe', { connection, keys: [name] }, { signal });
  if (!facts.ok)
    return { isThere: false, problem: `Not looked up by its name: ${facts.error.message}` };
  const [one] = facts.value;
  return one?.state === 'refused'
    ? { isThere: false, problem: `This user may not read a key of that name: ${one.reason}` }
    : { isThere: one?.state === 'present', problem: null };
}

/** Keys whose name is the text, has it in it, or matches it as a pattern, with how much was looked at. */
export async function* findKeys(
  client: Client,
  connection: ConnectionId,
  text: string,
  signal: AbortSignal,
): AsyncGenerator<FoundKeys> {
  const keys = new Map<string, Uint8Array>();
  const add = (name: Uint8Array): void => {
    if (keys.size < MOST_FOUND) keys.set(toBinaryString(name), name);
  };
  const name = toLiteral(text);
  const { isThere, problem: lookup } = await lookUp(client, connection, name, signal);
  if (signal.aborted) return;
  const found = { lookup, error: null, isLooking: true };
  if (isThere) add(name);
  // A scan of many keys may take a while to find the first of its own, or be refused.
  if (isThere || lookup !== null) {
    yield { keys: [...keys.values()], scanned: 0, of: null, done: false, ...found };
  }
  if (text.length < LEAST_PART) return;
  const patterns = patternsOf(text);
  let isCut = false;
  for (const [i, match] of patterns.entries()) {
    const input = { connection, match, type: null, resume: null };
    for await (const page of client.stream('keys.scan', input, { signal })) {
      let start = 0;
      for (const end of page.ends) {
        add(page.names.slice(start, end));
        start = end;
      }
      const { scanned, of } = page;
      const done = page.done && !isCut && i === patterns.length - 1;
      yield { keys: [...keys.values()], scanned, of, done, ...found };
      if (keys.size >= MOST_FOUND) return;
      if (page.done || scanned < MOST_SCANNED / patterns.length) continue;
      isCut = true;
      break;
    }
  }
}

/** Keys by part of their name, with how much of the keyspace was looked at. */
export function useFoundKeys(client: Client, connection: ConnectionId, text: string): FoundKeys {
  const [last, setLast] = useState({ text: '', found: nothing });
  useEffect(() => {
    if (text === '') return;
    const controller = new AbortController();
    const show = (change: (before: FoundKeys) => FoundKeys): void =>
      setLast((before) => ({ text, found: change(before.text === text ? before.found : nothing) }));
    const run = async (): Promise<void> => {
      try {
        for await (const now of findKeys(client, connection, text, controller.signal))
          show(() => now);
        if (!controller.signal.aborted) show((before) => ({ ...before, isLooking: false }));
      } catch (thrown) {
        const error = toStreamError(thrown).message;
        // What was found before stands.
        show((before) => ({ ...before, done: false, isLooking: false, error }));
      }
    };
    const timer = setTimeout(() => void run(), TYPING_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [client, connection, text]);
  // What was found for another text says nothing of this one.
  return last.text === text ? last.found : { ...nothing, isLooking: text !== '' };
}
