import { useEffect, useState } from 'react';
import { jsonKind, type JsonText } from '../../../../../src-shared/json-text.ts';
import { prettyJson } from '../json/json-layout.ts';
import { readJson } from '../json/read-json.ts';

/** Texts ready to be compared: JSON one value a line, other text as its lines are. */
export interface LaidOut {
  /** Of what they were laid out. */
  readonly sources: readonly (string | null)[];
  /** Of a text that is not there none. */
  readonly lines: readonly (readonly string[])[];
  /** null: not all of them are JSON. */
  readonly jsons: readonly JsonText[] | null;
}

const linesOf = (text: string | null): readonly string[] => (text === null ? [] : text.split('\n'));

/** The texts as JSON; null where one is none, or where a difference between them would not be seen any more. */
async function readAll(
  sources: readonly (string | null)[],
  signal: AbortSignal,
): Promise<LaidOut | null> {
  const jsons: JsonText[] = [];
  const pretty: (string | null)[] = [];
  for (const source of sources) {
    if (source === null) {
      pretty.push(null);
      continue;
    }
    const parsed = await readJson(source, signal);
    if (parsed?.ok !== true) return null;
    jsons.push(parsed.json);
    pretty.push(prettyJson(parsed.json));
  }
  const hasLines = jsons.some((json) => ['object', 'array'].includes(jsonKind(json, 0)));
  if (!hasLines || new Set(pretty).size !== new Set(sources).size) return null;
  return { sources, lines: pretty.map(linesOf), jsons };
}

async function layOut(sources: readonly (string | null)[], signal: AbortSignal): Promise<LaidOut> {
  return (await readAll(sources, signal)) ?? { sources, lines: sources.map(linesOf), jsons: null };
}

/** Laid out a slice at a time; the last ones until then, null at first. The array has to be the same until a text changes. */
export function useLaidOut(sources: readonly (string | null)[]): LaidOut | null {
  const [laid, setLaid] = useState<LaidOut | null>(null);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    void layOut(sources, signal).then((ready) => {
      if (!signal.aborted) setLaid(ready);
    });
    return () => {
      controller.abort();
    };
  }, [sources]);
  return laid;
}
