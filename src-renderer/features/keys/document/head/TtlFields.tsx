import { Button } from '../../../../ui/Button.tsx';
import { Field } from '../../../../ui/Field.tsx';
import { zoneAt } from '../../../../ui/format/clock.ts';
import { parseLocalTime, type TtlDraft } from './ttl-input.ts';

export const ttlModes = [
  { value: 'in', label: 'In' },
  { value: 'at', label: 'At' },
  { value: 'never', label: 'Never' },
] as const;

const presets = ['1 min', '1 h', '1 d', '7 d'];

interface FieldsProps {
  readonly draft: TtlDraft;
  readonly error: string | null;
  readonly onChange: (change: Partial<TtlDraft>) => void;
}

/** When something expires: after so long, at a time, or never. */
export function TtlFields({ draft, error, onChange }: FieldsProps) {
  if (draft.mode === 'never')
    return <p className="text-12 text-text-2">The key stays until it is deleted.</p>;
  if (draft.mode === 'at') {
    const atMs = parseLocalTime(draft.at);
    return (
      <Field
        label="Expires at, on this computer's clock"
        type="datetime-local"
        step={1}
        value={draft.at}
        error={error}
        hint={atMs === null ? undefined : `Time zone: ${zoneAt(atMs)}`}
        onChange={(at) => {
          onChange({ at });
        }}
      />
    );
  }
  return (
    <>
      <Field
        label="Expires in"
        autoFocus
        mono
        value={draft.duration}
        error={error}
        // What is typed takes the place of the TTL there is.
        onFocus={(event) => {
          event.currentTarget.select();
        }}
        hint="Seconds, or 15 min, 1h 30m, 2 d"
        onChange={(duration) => {
          onChange({ duration });
        }}
      />
      <div className="mt-2 flex gap-1.5">
        {presets.map((preset) => (
          <Button
            key={preset}
            size="sm"
            onClick={() => {
              onChange({ duration: preset });
            }}
          >
            {preset}
          </Button>
        ))}
      </div>
    </>
  );
}
