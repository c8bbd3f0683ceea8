import { useState } from 'react';
import {
  jsonKind,
  jsonName,
  jsonSource,
  type JsonText,
  parseJsonText,
} from '../../../../../src-shared/json-text.ts';
import { isSecretName } from '../value/secret-names.ts';

/** Values kept out of sight by their name, until they are asked for. */
export interface JsonSecrets {
  readonly isHidden: (node: number) => boolean;
  readonly show: (node: number) => void;
}

function isSecret(json: JsonText, node: number): boolean {
  const kind = jsonKind(json, node);
  if (kind !== 'string' && kind !== 'number') return false;
  const name = jsonName(json, node);
  return name !== null && isSecretName(name) && jsonSource(json, node) !== '""';
}

/** A JSON text for show: in the place of each secret in it, that there is one. */
export function withoutSecrets(source: string): string {
  const parsed = parseJsonText(source);
  if (!parsed.ok) return source;
  const { json } = parsed;
  const parts: string[] = [];
  let from = 0;
  for (let node = 0; node < json.count; node++) {
    if (!isSecret(json, node)) continue;
    parts.push(source.slice(from, json.starts[node]), '"(hidden)"');
    from = json.ends[node] ?? from;
  }
  return [...parts, source.slice(from)].join('');
}

/** The secrets of a document; all are hidden again when another text of it is read. */
export function useJsonSecrets(json: JsonText): JsonSecrets {
  const [shown, setShown] = useState<{ json: JsonText; nodes: ReadonlySet<number> }>({
    json,
    nodes: new Set(),
  });
  const nodes = shown.json === json ? shown.nodes : new Set();
  return {
    isHidden: (node) => !nodes.has(node) && isSecret(json, node),
    show: (node) => {
      setShown((last) => ({
        json,
        nodes: new Set(last.json === json ? last.nodes : []).add(node),
      }));
    },
  };
}
