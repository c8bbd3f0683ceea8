import { useState } from 'react';
import { equalBytes, escapeBytes, parseEscaped } from '../../../../src-shared/redis-value.ts';
import { Field } from '../../../ui/Field.tsx';
import { BulkForm, type BulkFormProps } from './BulkForm.tsx';

/** Why these cannot be the prefixes; null when they can. */
function obstacleOf(from: Uint8Array | null, to: Uint8Array | null): string | null {
  if (from === null) return 'The earlier prefix is not written as bytes can be: \\x00 to \\xff';
  if (to === null) return 'The new prefix is not written as bytes can be: \\x00 to \\xff';
  return equalBytes(from, to) ? 'Both are the same' : null;
}

/** The beginning of many names, replaced. */
export function RenameDialog({ connection, target, onClose, onConfirm }: BulkFormProps) {
  const [from, setFrom] = useState(() => escapeBytes(target.prefix));
  const [to, setTo] = useState(() => escapeBytes(target.prefix));
  const before = parseEscaped(from);
  const after = parseEscaped(to);
  const obstacle = obstacleOf(before, after);
  return (
    <BulkForm
      title="Rename the prefix of many keys"
      target={target}
      onClose={onClose}
      obstacle={obstacle}
      onSubmit={() => {
        if (before !== null && after !== null)
          onConfirm({ kind: 'rename', from: before, to: after }, connection.id);
      }}
    >
      <Field label="Names that begin with" mono value={from} onChange={setFrom} />
      <Field
        label="begin from then on with"
        mono
        autoFocus
        value={to}
        onChange={setTo}
        hint="A key whose new name is taken is left alone, and named"
      />
    </BulkForm>
  );
}
