import { useEffect, useState } from 'react';
import { LIMITS } from '../../../../../src-shared/limits.ts';
import { formatBytes } from '../../../../ui/format/bytes.ts';
import { lineAndColumn } from './json-layout.ts';
import { readJson } from './read-json.ts';

/** What a written text is: not yet known, JSON, or what is wrong with it and where. */
export type JsonCheck =
  | { readonly is: 'checking' }
  | { readonly is: 'json' }
  | { readonly is: 'wrong'; readonly reason: string };

const checking: JsonCheck = { is: 'checking' };

async function check(text: string, signal: AbortSignal): Promise<JsonCheck | null> {
  if (text.trim() === '') return { is: 'wrong', reason: 'Write a JSON value' };
  if (text.length > LIMITS.editBytes)
    return { is: 'wrong', reason: `At most ${formatBytes(LIMITS.editBytes)}` };
  const parsed = await readJson(text, signal);
  if (parsed === null) return null;
  if (parsed.ok) return { is: 'json' };
  const { line, column } = lineAndColumn(text, parsed.error.offset);
  return { is: 'wrong', reason: `${parsed.error.message}, at line ${line}, column ${column}` };
}

/** Reads what is written a slice at a time, so that typing in a long text is not held up. */
export function useJsonCheck(text: string): JsonCheck {
  const [last, setLast] = useState<{ readonly text: string; readonly check: JsonCheck } | null>(
    null,
  );
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    void check(text, signal).then((found) => {
      if (found !== null && !signal.aborted) setLast({ text, check: found });
    });
    return () => {
      controller.abort();
    };
  }, [text]);
  return last !== null && last.text === text ? last.check : checking;
}
