import { createContext, use, useMemo } from 'react';
import type { OpenConnection } from '../../../../src-shared/contract/connections.ts';
import type { DecodeRule } from '../../../../src-shared/contract/decode-rules.ts';
import { updateSettings } from '../../../app/app-actions.ts';
import { memoryKey } from '../../../app/memory-key.ts';
import { useSession } from '../../../app/session-store.ts';
import { useClient } from '../../../client/client-context.ts';
import { ruleFor } from './decode-rules.ts';

export interface DecodeKey {
  readonly connection: OpenConnection;
  readonly keyName: Uint8Array;
}

/** The key whose values are shown: values of fields and elements follow the rule of their key. */
export const DecodeKeyContext = createContext<DecodeKey | null>(null);

export interface DecodeRules {
  readonly connection: OpenConnection;
  readonly keyName: Uint8Array;
  readonly rules: readonly DecodeRule[];
  /** The one for this key. */
  readonly rule: DecodeRule | null;
  /** Keeps a rule, in place of another where one is given. */
  readonly save: (rule: DecodeRule, instead: DecodeRule | null) => void;
  readonly remove: (rule: DecodeRule) => void;
}

const none: readonly DecodeRule[] = [];

/** The rules of this connection, kept in the settings; null where no key is shown. */
export function useDecodeRules(): DecodeRules | null {
  const client = useClient();
  const shown = use(DecodeKeyContext);
  const all = useSession((state) => state.settings?.decodeRules);
  const at = shown === null ? '' : memoryKey(shown.connection);
  const rules = all?.[at] ?? none;
  const keyName = shown?.keyName;
  const rule = useMemo(
    () => (keyName === undefined ? null : ruleFor(keyName, rules)),
    [keyName, rules],
  );
  if (shown === null) return null;
  const keep = (next: readonly DecodeRule[]): void =>
    void updateSettings(client, { decodeRules: { ...all, [at]: [...next] } });
  return {
    ...shown,
    rules,
    rule,
    save: (made, instead) => {
      const isSame = (one: DecodeRule): boolean =>
        one === instead || (one.keys === made.keys && one.isOneKey === made.isOneKey);
      keep([...rules.filter((one) => !isSame(one)), made]);
    },
    remove: (gone) => {
      keep(rules.filter((one) => one !== gone));
    },
  };
}
