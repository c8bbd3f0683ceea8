import { Search } from 'lucide-react';
import type { FormEvent } from 'react';
import { LIMITS } from '../../../../../../src-shared/limits.ts';
import { Button } from '../../../../../ui/Button.tsx';
import { Field } from '../../../../../ui/Field.tsx';
import { NumberField } from '../../../../../ui/NumberField.tsx';
import { Select } from '../../../../../ui/Select.tsx';
import type { SimilarDraft } from './question.ts';

const kinds = [
  { value: 'element', label: 'Like an element' },
  { value: 'vector', label: 'Like a vector' },
] as const;

export interface SimilarFieldsProps {
  readonly draft: SimilarDraft;
  readonly onChange: (draft: SimilarDraft) => void;
  /** Why it cannot be asked yet. */
  readonly reason: string | null;
  readonly onAsk: () => void;
}

/** What is asked of VSIM: Enter asks. */
export function SimilarFields({ draft, onChange, reason, onAsk }: SimilarFieldsProps) {
  const shared = { labelHidden: true, size: 'sm', soft: true, mono: true } as const;
  const isElement = draft.by === 'element';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason === null) onAsk();
  };
  return (
    <form aria-label="Similar elements" className="bar tight" onSubmit={submit}>
      <Select
        label="Similar to"
        value={draft.by}
        options={kinds}
        onChange={(by) => {
          onChange({ ...draft, by, text: '' });
        }}
      />
      <Field
        {...shared}
        label={isElement ? 'Element' : 'Vector'}
        placeholder={isElement ? 'element' : '0.12, -0.5, …'}
        className="grow"
        value={draft.text}
        onChange={(text) => {
          onChange({ ...draft, text });
        }}
      />
      <Field
        {...shared}
        label="Filter by attributes"
        placeholder=".year > 1980"
        className="grow"
        value={draft.filter}
        onChange={(filter) => {
          onChange({ ...draft, filter });
        }}
      />
      <NumberField
        {...shared}
        label="At most"
        className="w-16"
        integer
        min={1}
        max={LIMITS.pageElements}
        value={draft.count}
        onChange={(count) => {
          onChange({ ...draft, count });
        }}
      />
      <Button type="submit" size="sm" icon={Search} disabledReason={reason}>
        Find
      </Button>
    </form>
  );
}
