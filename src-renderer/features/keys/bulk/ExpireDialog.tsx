import { useState } from 'react';
import type { BulkAction } from '../../../../src-shared/contract/bulk.ts';
import { Segmented } from '../../../ui/Segmented.tsx';
import { useNow } from '../../../ui/TtlText.tsx';
import { parseLocalTime, readTtl, toLocalTime, type TtlDraft } from '../document/head/ttl-input.ts';
import { TtlFields, ttlModes } from '../document/head/TtlFields.tsx';
import { BulkForm, type BulkFormProps } from './BulkForm.tsx';

const HOUR_MS = 3_600_000;

/** How long many keys are to live. */
export function ExpireDialog({ connection, target, onClose, onConfirm }: BulkFormProps) {
  const [draft, setDraft] = useState<TtlDraft>(() => ({
    mode: 'in',
    duration: '1 h',
    at: toLocalTime(Date.now() + HOUR_MS),
  }));
  const choice = readTtl(draft, useNow(true));
  const error = choice.ok ? null : choice.error;
  return (
    <BulkForm
      title="Set the TTL of many keys"
      target={target}
      onClose={onClose}
      obstacle={error}
      onSubmit={() => {
        // At this moment: an absolute time has come nearer since it was typed.
        const chosen = readTtl(draft, Date.now());
        if (!chosen.ok) return;
        const atMs = draft.mode === 'at' ? parseLocalTime(draft.at) : null;
        const action: BulkAction =
          atMs === null ? { kind: 'expire', ttlMs: chosen.ttlMs } : { kind: 'expireAt', atMs };
        onConfirm(action, connection.id);
      }}
    >
      <Segmented
        label="When they expire"
        className="self-start"
        value={draft.mode}
        segments={ttlModes}
        onChange={(mode) => {
          setDraft({ ...draft, mode });
        }}
      />
      <div>
        <TtlFields
          draft={draft}
          error={error}
          onChange={(change) => {
            setDraft({ ...draft, ...change });
          }}
        />
      </div>
    </BulkForm>
  );
}
