import { commandLine } from '../../../../../../src-shared/edit-commands.ts';
import { ruleCommand, type SeriesRule } from '../../../../../../src-shared/series-commands.ts';
import { ConfirmDialog } from '../../../../../ui/ConfirmDialog.tsx';
import { showBytes } from '../../value/show-bytes.ts';
import { writeLock } from '../../../../../app/write-lock.ts';
import type { SeriesDialogProps } from './SeriesDialogs.tsx';
import { useRuleChange } from './use-rule-change.ts';

interface DeleteRuleDialogProps extends Omit<SeriesDialogProps, 'range'> {
  readonly rule: SeriesRule;
}

/** Asks before a rule goes; what it wrote stays. */
export function DeleteRuleDialog(props: DeleteRuleDialogProps) {
  const { connection, keyName, rule } = props;
  const { environment, name, address, db } = connection;
  const { isRunning, error, run } = useRuleChange(props, 'delete');
  const line = commandLine(ruleCommand(keyName, 'delete', rule));
  return (
    <ConfirmDialog
      isOpen
      onCancel={props.onClose}
      onConfirm={() => void run(rule)}
      environment={environment}
      server={`${name}, ${address}, db${db}`}
      title={`Delete the rule to ${showBytes(rule.key, 60)}?`}
      facts={[
        { label: 'What goes', value: 'The rule; what it wrote stays where it is' },
        { label: 'Command', value: <span className="mono ell">{line.slice(0, 400)}</span> },
      ]}
      undo={{
        isPossible: true,
        text: 'It can be undone: the rule is made again. Buckets that end meanwhile stay unwritten.',
      }}
      typedName={environment === 'production' ? environment : null}
      confirmLabel="Delete"
      busyLabel={isRunning ? 'Deleting' : null}
      disabledReason={writeLock(connection, 'ts.deleterule')}
      error={error}
    />
  );
}
