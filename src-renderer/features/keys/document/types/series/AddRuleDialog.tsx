import { type KeyboardEvent, useState } from 'react';
import type { Aggregation } from '../../../../../../src-shared/contract/series.ts';
import { commandLine } from '../../../../../../src-shared/edit-commands.ts';
import { parseEscaped } from '../../../../../../src-shared/redis-value.ts';
import { ruleCommand, type SeriesRule } from '../../../../../../src-shared/series-commands.ts';
import { Button } from '../../../../../ui/Button.tsx';
import { Dialog } from '../../../../../ui/Dialog.tsx';
import { ErrorNotice } from '../../../../../ui/ErrorNotice.tsx';
import { Field } from '../../../../../ui/Field.tsx';
import { Select } from '../../../../../ui/Select.tsx';
import { writeLock } from '../../write-lock.ts';
import { aggregations } from './aggregations.ts';
import { readRetention } from './series-draft.ts';
import type { SeriesDialogProps } from './SeriesDialogs.tsx';
import { useRuleChange } from './use-rule-change.ts';

interface RuleDraft {
  readonly to: string;
  readonly aggregator: Aggregation;
  readonly bucket: string;
  readonly align: string;
}

/** The rule that was written; a string says what is missing. */
function readRule({ to, aggregator, bucket, align }: RuleDraft): SeriesRule | string {
  if (to === '') return 'Name the series it writes to';
  const key = parseEscaped(to);
  if (key === null) return 'A backslash in the name starts an escape: \\xff or \\\\';
  const bucketMs = readRetention(bucket);
  if (bucketMs === null || bucketMs === '0') return 'The buckets: milliseconds, or 15 min, 1 h';
  const alignMs = readRetention(align);
  return alignMs === null
    ? 'The shift: milliseconds, or 15 min, 1 h'
    : { key, aggregator, bucketMs, alignMs };
}

/** A compaction: buckets of this series, written to another one as they end. */
export function AddRuleDialog(props: Omit<SeriesDialogProps, 'range'>) {
  const { connection, keyName, onClose } = props;
  const [draft, setDraft] = useState<RuleDraft>({
    to: '',
    aggregator: 'avg',
    bucket: '1 h',
    align: '0',
  });
  const { isRunning, error, run } = useRuleChange(props, 'create');
  const rule = readRule(draft);
  const reason = writeLock(connection, 'ts.createrule') ?? (typeof rule === 'string' ? rule : null);
  const add = (): void => {
    if (reason === null && typeof rule !== 'string') void run(rule);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    add();
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Add a rule"
      description="Buckets of this series are written to another one as they end. What is here already is not."
      footer={
        <>
          <Button keys="esc" onClick={onClose}>
            Cancel
          </Button>
          <Button
            tone="primary"
            keys="enter"
            busy={isRunning}
            disabledReason={reason}
            onClick={add}
          >
            Add
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3" onKeyDown={onKeyDown}>
        <Field
          label="To series"
          mono
          value={draft.to}
          onChange={(to) => {
            setDraft({ ...draft, to });
          }}
          hint="One that is there, and that no other rule writes to"
        />
        <Select
          label="Aggregation"
          labelHidden={false}
          size="md"
          soft={false}
          value={draft.aggregator}
          options={aggregations}
          onChange={(aggregator) => {
            setDraft({ ...draft, aggregator });
          }}
        />
        <div className="flex gap-3">
          <Field
            className="grow"
            label="Buckets of"
            mono
            value={draft.bucket}
            onChange={(bucket) => {
              setDraft({ ...draft, bucket });
            }}
            hint="Milliseconds, or 15 min, 1 h"
          />
          <Field
            className="grow"
            label="Shifted by"
            mono
            value={draft.align}
            onChange={(align) => {
              setDraft({ ...draft, align });
            }}
            hint="0: by the clock"
          />
        </div>
        {typeof rule === 'string' ? null : (
          <p className="mono selectable text-11 wrap-anywhere text-text-3">
            {commandLine(ruleCommand(keyName, 'create', rule))}
          </p>
        )}
        <p className="text-12 text-text-2">Undo deletes the rule; what it wrote stays.</p>
        {error === null ? null : <ErrorNotice error={error} className="rounded-2" />}
      </div>
    </Dialog>
  );
}
