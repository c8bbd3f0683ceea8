import { useId } from 'react';

/** Labels as name=value, one a line. */
export function LabelsField({
  text,
  onChange,
}: {
  readonly text: string;
  readonly onChange: (text: string) => void;
}) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="lab">
        Labels, one a line
      </label>
      <div className="field mono h-auto p-2">
        <textarea
          id={id}
          rows={5}
          spellCheck={false}
          placeholder="name=value"
          className="w-full resize-y bg-transparent outline-none"
          value={text}
          onChange={(event) => {
            onChange(event.currentTarget.value);
          }}
        />
      </div>
    </div>
  );
}
