import { useState } from 'react';
import type { NewValue } from '../../../../../../src-shared/contract/new-keys.ts';
import type { Ticket } from '../../../../../../src-shared/contract/define.ts';
import { type AppError, fail, ok, type Result } from '../../../../../../src-shared/result.ts';
import type {
  RuleAction,
  SeriesLabel,
  SeriesRule,
} from '../../../../../../src-shared/series-commands.ts';
import { offerUndo } from '../../../../../app/removal/offer-undo.ts';
import { useClient } from '../../../../../client/client-context.ts';
import { touchedKeysOf } from '../../../touched-keys.ts';
import type { SeriesDialogProps } from './SeriesDialogs.tsx';

/** What is chosen of a series that is made for a rule. */
export interface EmptySeries {
  readonly retentionMs: string;
  readonly labels: readonly SeriesLabel[];
}

/** Runs a change of a rule and closes when it is made. */
export function useRuleChange(
  { connection, keyName, onReload, onClose }: Omit<SeriesDialogProps, 'range'>,
  action: RuleAction,
) {
  const client = useClient();
  const [isRunning, setRunning] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  /** The series that a rule writes to, where there is none. */
  const makeTarget = async (
    key: Uint8Array,
    series: EmptySeries,
  ): Promise<Result<Ticket | null>> => {
    const value: NewValue = { ...series, kind: 'emptySeries', labels: [...series.labels] };
    const made = await client.call('keys.create', {
      connection: connection.id,
      key,
      value,
      ttlMs: null,
    });
    if (!made.ok) return made;
    if (made.value.outcome === 'done') {
      touchedKeysOf(client, connection.id).made(key, 'TSDB-TYPE');
      return ok(made.value.ticket);
    }
    const message = 'Somebody made a key of this name meanwhile: look again';
    return fail({ code: 'conflict', current: null, message });
  };
  const run = async (rule: SeriesRule, target: EmptySeries | null = null): Promise<void> => {
    if (isRunning) return;
    setRunning(true);
    const made = target === null ? ok(null) : await makeTarget(rule.key, target);
    if (!made.ok) {
      setRunning(false);
      setError(made.error);
      return;
    }
    const input = { connection: connection.id, key: keyName, action, rule };
    const result = await client.call('series.changeRule', input);
    setRunning(false);
    if (!result.ok) {
      setError(result.error);
      // It is there now, and nothing writes to it.
      if (made.value !== null)
        offerUndo({ client, connection: connection.id, ticket: made.value, onUndone: onReload });
      return;
    }
    const { ticket } = result.value;
    offerUndo({ client, connection: connection.id, ticket, onUndone: onReload });
    onReload();
    onClose();
  };
  return { isRunning, error, run };
}
