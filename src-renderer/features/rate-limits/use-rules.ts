import type { OpenConnection } from '../../../src-shared/contract/connections.ts';
import type { RateLimitRule } from '../../../src-shared/contract/shapes.ts';
import { updateSettings } from '../../app/app-actions.ts';
import { memoryKey } from '../../app/memory-key.ts';
import { useSession } from '../../app/session-store.ts';
import { useClient } from '../../client/client-context.ts';

const none: readonly RateLimitRule[] = [];

/** The limits this user has set for this server, kept in the settings. */
export function useRules(connection: OpenConnection): {
  readonly rules: readonly RateLimitRule[];
  readonly setRule: (rule: RateLimitRule) => void;
  readonly removeRule: (prefix: string) => void;
} {
  const client = useClient();
  const all = useSession((state) => state.settings?.rateLimitRules);
  const key = memoryKey(connection);
  const rules = all?.[key] ?? none;
  const save = (next: readonly RateLimitRule[]): void =>
    void updateSettings(client, { rateLimitRules: { ...all, [key]: [...next] } });
  const others = (prefix: string): readonly RateLimitRule[] =>
    rules.filter((rule) => rule.prefix !== prefix);
  return {
    rules,
    setRule: (rule) => save([...others(rule.prefix), rule]),
    removeRule: (prefix) => save(others(prefix)),
  };
}
