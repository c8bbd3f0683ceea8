import { useState } from 'react';
import { commandLine } from '../../../../../../src-shared/edit-commands.ts';
import type { AppError } from '../../../../../../src-shared/result.ts';
import {
  alterCommand,
  alteredOptions,
  type AlteredOptions,
  DUPLICATE_POLICIES,
  type SeriesOptions,
} from '../../../../../../src-shared/series-commands.ts';
import { offerUndo } from '../../../../../app/removal/offer-undo.ts';
import { useClient } from '../../../../../client/client-context.ts';
import { Button } from '../../../../../ui/Button.tsx';
import { Dialog } from '../../../../../ui/Dialog.tsx';
import { ErrorNotice } from '../../../../../ui/ErrorNotice.tsx';
import { Field } from '../../../../../ui/Field.tsx';
import { Select } from '../../../../../ui/Select.tsx';
import { toasts } from '../../../../../ui/toast-store.ts';
import { writeLock } from '../../../../../app/write-lock.ts';
import { LabelsField } from './LabelsField.tsx';
import { draftOf, readDraft, retentionHint, type SeriesDraft } from './series-draft.ts';
import type { SeriesDialogProps } from './SeriesDialogs.tsx';

const policies = DUPLICATE_POLICIES.map((value) => ({ value, label: value.toUpperCase() }));
const noPolicy = { value: 'default', label: 'By the server’s default' } as const;

/** What the command does that its words do not say. */
function Warnings(props: { readonly before: SeriesOptions; readonly altered: AlteredOptions }) {
  const { before, altered } = props;
  const { retentionMs, duplicatePolicy } = altered;
  const isShorter =
    retentionMs !== null &&
    retentionMs !== '0' &&
    (before.retentionMs === '0' || BigInt(retentionMs) < BigInt(before.retentionMs));
  const isLasting = duplicatePolicy !== null && before.duplicatePolicy === null;
  return (
    <>
      {isShorter ? (
        <p className="text-12 text-warning">
          Samples older than that are hidden at once, and dropped with the next ones that are
          written: then undo brings back the retention, not them.
        </p>
      ) : null}
      {isLasting ? (
        <p className="text-12 text-warning">
          A policy can be changed, not taken away again: undo leaves it as it is then.
        </p>
      ) : null}
    </>
  );
}

/** Runs what was written; null: it cannot be run as it is. */
function useAlter(props: SeriesDialogProps, before: SeriesOptions, draft: SeriesDraft) {
  const { connection, keyName, onClose, onReload } = props;
  const client = useClient();
  const [isRunning, setRunning] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const read = readDraft(draft, before);
  const altered = read.ok ? alteredOptions(before, read.value) : null;
  const wrong = read.ok ? null : read.why;
  const reason =
    writeLock(connection, 'ts.alter') ?? wrong ?? (altered === null ? 'Nothing is changed' : null);
  const run = async (): Promise<void> => {
    if (reason !== null || !read.ok || isRunning) return;
    setRunning(true);
    const after = { ...read.value, labels: [...read.value.labels] };
    const named = { connection: connection.id, key: keyName };
    const input = { ...named, before: { ...before, labels: [...before.labels] }, after };
    const result = await client.call('series.alter', input);
    setRunning(false);
    if (!result.ok) {
      setError(result.error);
      return;
    }
    const { ticket } = result.value;
    if (ticket === null) toasts.show({ tone: 'ok', message: 'Changed the duplicate policy' });
    else offerUndo({ client, connection: connection.id, ticket, onUndone: onReload });
    onReload();
    onClose();
  };
  return { altered, wrong, reason, isRunning, error, run };
}

/** Retention, duplicate policy and labels of a series. */
export function AlterSeriesDialog(props: SeriesDialogProps) {
  const { keyName, info, onClose } = props;
  const [before] = useState<SeriesOptions>(() => ({
    retentionMs: info.retentionMs,
    duplicatePolicy: info.duplicatePolicy,
    labels: info.labels,
  }));
  const [draft, setDraft] = useState(() => draftOf(before));
  const { altered, wrong, reason, isRunning, error, run } = useAlter(props, before, draft);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Change the series"
      description="Nothing is written if somebody changed the same since it was read."
      footer={
        <>
          <Button keys="esc" onClick={onClose}>
            Cancel
          </Button>
          <Button
            tone="primary"
            keys="mod+enter"
            busy={isRunning}
            disabledReason={reason}
            onClick={() => void run()}
          >
            Change
          </Button>
        </>
      }
    >
      <div
        className="flex flex-col gap-3"
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          void run();
        }}
      >
        <div className="flex gap-3">
          <Field
            className="grow"
            label="Retention"
            mono
            value={draft.retention}
            onChange={(retention) => {
              setDraft({ ...draft, retention });
            }}
            hint={retentionHint(draft.retention)}
          />
          <Select
            className="w-52"
            label="Duplicates"
            labelHidden={false}
            size="md"
            soft={false}
            value={draft.policy}
            options={draftOf(before).policy === 'default' ? [noPolicy, ...policies] : policies}
            onChange={(policy) => {
              setDraft({ ...draft, policy });
            }}
          />
        </div>
        <LabelsField
          text={draft.labels}
          onChange={(labels) => {
            setDraft({ ...draft, labels });
          }}
        />
        {wrong === null ? null : (
          <p role="alert" className="text-12 text-danger">
            {wrong}
          </p>
        )}
        {altered === null ? null : (
          <>
            <p className="mono selectable text-11 wrap-anywhere text-text-3">
              {commandLine(alterCommand(keyName, altered))}
            </p>
            <Warnings before={before} altered={altered} />
          </>
        )}
        {error === null ? null : <ErrorNotice error={error} className="rounded-2" />}
      </div>
    </Dialog>
  );
}
