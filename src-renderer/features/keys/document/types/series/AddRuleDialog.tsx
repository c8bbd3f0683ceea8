import { type KeyboardEvent, useState } from 'react';
import type { Aggregation } from '../../../../../../src-shared/contract/series.ts';
import { commandLine } from '../../../../../../src-shared/edit-commands.ts';
import { newKeyCommands } from '../../../../../../src-shared/new-key-commands.ts';
import { parseEscaped } from '../../../../../../src-shared/redis-value.ts';
import { ruleCommand, type SeriesRule } from '../../../../../../src-shared/series-commands.ts';
import { Button } from '../../../../../ui/Button.tsx';
import { Dialog } from '../../../../../ui/Dialog.tsx';
import { ErrorNotice } from '../../../../../ui/ErrorNotice.tsx';
import { Field } from '../../../../../ui/Field.tsx';
import { Select } from '../../../../../ui/Select.tsx';
import { writeLock } from '../../../../../app/write-lock.ts';
import { aggregations } from './aggregations.ts';
import { LabelsField } from './LabelsField.tsx';
import { labelsText, readLabels, readRetention, retentionHint } from './series-draft.ts';
import type { SeriesDialogProps } from './SeriesDialogs.tsx';
import { type EmptySeries, useRuleChange } from './use-rule-change.ts';
import { useRuleTarget } from './use-rule-target.ts';

interface RuleDraft {
  readonly to: string;
  readonly aggregator: Aggregation;
  readonly bucket: string;
  readonly align: string;
  /** Of a series that is made for it. */
  readonly retention: string;
  readonly labels: string;
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

/** The series that was described; a string says what is wrong. */
function readTarget({ retention, labels }: RuleDraft): EmptySeries | string {
  const retentionMs = readRetention(retention);
  if (retentionMs === null) return 'Its retention: milliseconds, or 30 d, 12 h; 0 keeps all';
  const read = readLabels(labels);
  return read.ok ? { retentionMs, labels: read.value } : read.why;
}

const hints = {
  missing: 'There is none of this name: it is created first',
  series: 'It is there; no other rule may write to it',
  other: 'A key of this name is something else',
} as const;

interface TargetFieldsProps {
  readonly draft: RuleDraft;
  readonly onChange: (change: Partial<RuleDraft>) => void;
}

function TargetFields({ draft, onChange }: TargetFieldsProps) {
  return (
    <div
      role="group"
      aria-label="The series that is created"
      className="flex flex-col gap-3 border-l-2 border-border-2 pl-3"
    >
      <Field
        label="Retention"
        mono
        value={draft.retention}
        onChange={(retention) => {
          onChange({ retention });
        }}
        hint={retentionHint(draft.retention)}
      />
      <LabelsField
        text={draft.labels}
        onChange={(labels) => {
          onChange({ labels });
        }}
      />
    </div>
  );
}

/** A compaction: buckets of this series, written to another one as they end. */
export function AddRuleDialog(props: Omit<SeriesDialogProps, 'range'>) {
  const { connection, keyName, info, onClose } = props;
  const [draft, setDraft] = useState<RuleDraft>({
    to: '',
    aggregator: 'avg',
    bucket: '1 h',
    align: '0',
    retention: '0',
    labels: labelsText(info.labels),
  });
  const { isRunning, error, run } = useRuleChange(props, 'create');
  const found = useRuleTarget(connection.id, draft.to, error);
  const target = found?.is === 'missing' ? readTarget(draft) : null;
  const rule = readRule(draft);
  const wrong = [rule, target].find((part) => typeof part === 'string') ?? null;
  const reason =
    writeLock(connection, 'ts.createrule') ??
    (target === null ? null : writeLock(connection, 'ts.create')) ??
    (found?.is === 'other' ? hints.other : null) ??
    (typeof wrong === 'string' ? wrong : null);
  const add = (): void => {
    if (reason !== null || typeof rule === 'string' || typeof target === 'string') return;
    void run(rule, target);
  };
  const commands =
    typeof rule === 'string' || typeof target === 'string'
      ? []
      : [
          ...(target === null
            ? []
            : newKeyCommands(
                rule.key,
                { ...target, kind: 'emptySeries', labels: [...target.labels] },
                null,
              )),
          ruleCommand(keyName, 'create', rule),
        ].map(commandLine);
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
          hint={found === null ? 'One that no other rule writes to' : hints[found.is]}
        />
        {target === null ? null : (
          <TargetFields
            draft={draft}
            onChange={(change) => {
              setDraft({ ...draft, ...change });
            }}
          />
        )}
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
        {commands.length === 0 ? null : (
          <div role="group" aria-label="Commands">
            {commands.map((line) => (
              <p key={line} className="mono selectable text-11 wrap-anywhere text-text-3">
                {line}
              </p>
            ))}
          </div>
        )}
        <p className="text-12 text-text-2">
          Undo deletes the rule; what it wrote stays.
          {target === null ? '' : ' The series that is created has an undo of its own, in History.'}
        </p>
        {error === null ? null : <ErrorNotice error={error} className="rounded-2" />}
      </div>
    </Dialog>
  );
}
