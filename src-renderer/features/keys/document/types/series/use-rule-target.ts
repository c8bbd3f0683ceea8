import { useEffect, useState } from 'react';
import type { ConnectionId } from '../../../../../../src-shared/contract/define.ts';
import { parseEscaped } from '../../../../../../src-shared/redis-value.ts';
import type { AppError } from '../../../../../../src-shared/result.ts';
import { useClient } from '../../../../../client/client-context.ts';

/** What is there under the name of the series that a rule is to write to; null: not known. */
export type RuleTarget = { readonly is: 'missing' | 'series' | 'other' } | null;

/** Typing goes on: it is looked up when it rests. */
const TYPING_MS = 200;

/** By TYPE, so that a series that is not there is offered to be made; again after each `error`. */
export function useRuleTarget(
  connection: ConnectionId,
  text: string,
  error: AppError | null,
): RuleTarget {
  const client = useClient();
  const [found, setFound] = useState<{ readonly text: string; readonly target: RuleTarget }>({
    text: '',
    target: null,
  });
  useEffect(() => {
    const key = parseEscaped(text);
    if (key === null || key.byteLength === 0) return;
    const controller = new AbortController();
    const { signal } = controller;
    const look = async (): Promise<void> => {
      const result = await client.call('keys.describe', { connection, keys: [key] }, { signal });
      if (signal.aborted) return;
      const one = result.ok ? result.value[0] : undefined;
      // What may not be looked at is left to the server's answer to the rule.
      const target: RuleTarget =
        one?.state === 'gone'
          ? { is: 'missing' }
          : one?.state === 'present'
            ? { is: one.type === 'TSDB-TYPE' ? 'series' : 'other' }
            : null;
      setFound({ text, target });
    };
    const timer = setTimeout(() => void look(), TYPING_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [client, connection, text, error]);
  return found.text === text ? found.target : null;
}
