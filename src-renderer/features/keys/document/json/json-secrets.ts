import { useState } from 'react';
import {
  jsonKind,
  jsonName,
  jsonSource,
  type JsonText,
} from '../../../../../src-shared/json-text.ts';
import { isSecretName } from '../../../../../src-shared/json-secrets.ts';

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
