import { Field } from '../../../../../ui/Field.tsx';
import { Select } from '../../../../../ui/Select.tsx';
import type { BucketDraft } from './bucket-draft.ts';

const aligns = [
  { value: 'clock', label: 'by the clock' },
  { value: 'start', label: 'from the start of the range' },
  { value: 'end', label: 'from the end of the range' },
] as const;

export interface BucketFieldsProps {
  readonly draft: BucketDraft;
  /** What is wrong with it; null: nothing. */
  readonly why: string | null;
  readonly onChange: (draft: BucketDraft) => void;
}

/** How long the buckets are, and what they are counted from. */
export function BucketFields({ draft, why, onChange }: BucketFieldsProps) {
  return (
    <div className="bar tight text-12" role="group" aria-label="Buckets">
      <span className="pl-1 text-text-2">Buckets of</span>
      <Field
        label="Length of a bucket"
        labelHidden
        size="sm"
        soft
        mono
        className="w-40"
        placeholder="what suits the chart"
        title="Milliseconds, or 15 min, 1 h, 2 d"
        value={draft.length}
        aria-invalid={why !== null}
        onChange={(length) => {
          onChange({ ...draft, length });
        }}
      />
      <span className="text-text-2">counted</span>
      <Select
        label="Counted"
        value={draft.align}
        options={aligns}
        onChange={(align) => {
          onChange({ ...draft, align });
        }}
      />
      <span className="ell text-danger" role="status">
        {why}
      </span>
    </div>
  );
}
