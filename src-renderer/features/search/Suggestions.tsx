import { classNames } from '../../ui/class-names.ts';
import { oneLine } from './cell-text.ts';

export interface SuggestionsProps {
  readonly id: string;
  readonly options: readonly string[];
  /** -1: none is chosen yet. */
  readonly active: number;
  /** Characters from the left of the field. */
  readonly column: number;
  readonly onChoose: (option: string) => void;
}

/** What could be written here. The caret stays in the field: ↓ chooses, Tab takes the first. */
export function Suggestions({ id, options, active, column, onChoose }: SuggestionsProps) {
  return (
    <div
      id={id}
      role="listbox"
      aria-label="Suggestions"
      className="pop menu absolute top-full z-pop"
      style={{ left: `min(${column}ch, calc(100% - 240px))` }}
    >
      {options.map((option, at) => (
        <div
          key={option}
          id={`${id}-${at}`}
          role="option"
          aria-selected={at === active}
          className={classNames('mi mono', at === active && 'bg-selected')}
          // The field must keep the caret.
          onMouseDown={(event) => {
            event.preventDefault();
            onChoose(option);
          }}
        >
          {oneLine(option)}
        </div>
      ))}
    </div>
  );
}
