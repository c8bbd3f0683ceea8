import { useState } from 'react';
import type { AppError } from '../../../../../../src-shared/result.ts';
import type { RuleAction, SeriesRule } from '../../../../../../src-shared/series-commands.ts';
import { offerUndo } from '../../../../../app/removal/offer-undo.ts';
import { useClient } from '../../../../../client/client-context.ts';
import type { SeriesDialogProps } from './SeriesDialogs.tsx';

/** Runs a change of a rule and closes when it is made. */
export function useRuleChange(
  { connection, keyName, onReload, onClose }: Omit<SeriesDialogProps, 'range'>,
  action: RuleAction,
) {
  const client = useClient();
  const [isRunning, setRunning] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const run = async (rule: SeriesRule): Promise<void> => {
    if (isRunning) return;
    setRunning(true);
    const input = { connection: connection.id, key: keyName, action, rule };
    const result = await client.call('series.changeRule', input);
    setRunning(false);
    if (!result.ok) {
      setError(result.error);
      return;
    }
    const { ticket } = result.value;
    offerUndo({ client, connection: connection.id, ticket, onUndone: onReload });
    onReload();
    onClose();
  };
  return { isRunning, error, run };
}
