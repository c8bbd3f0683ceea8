import { type KeyboardEvent, memo, type RefObject, useMemo } from 'react';
import { useStore } from 'zustand';
import type { ParsedLine } from '../../../src-shared/search-line/parse-line.ts';
import type { Span } from '../../../src-shared/search-line/tokens.ts';
import { classNames } from '../../ui/class-names.ts';
import { isModKey } from '../../ui/platform.ts';
import { colourLine, type RunKind } from './line-colours.ts';
import type { SearchStore } from './search-store.ts';
import { Suggestions } from './Suggestions.tsx';
import { useSuggestions } from './use-suggestions.ts';

const colours: Readonly<Record<RunKind, string>> = {
  plain: '',
  field: 'text-syn-field',
  operator: 'text-syn-op',
  string: 'text-syn-string',
  number: 'text-syn-number',
  keyword: 'text-syn-key',
};

// The drawn line and the field over it must break at the same places.
const typeface =
  'mono text-13 leading-[20px] px-0 py-[7px] m-0 whitespace-pre-wrap break-words [grid-area:1/1] min-w-0 w-full';
const mistake =
  'rounded-1 bg-diff-del underline decoration-danger decoration-wavy underline-offset-4';

/** The line in its colours. */
const DrawnLine = memo(function DrawnLine({
  line,
  parsed,
  wrong,
}: {
  readonly line: string;
  readonly parsed: ParsedLine;
  readonly wrong: Span | null;
}) {
  const runs = useMemo(() => colourLine(line, parsed, wrong), [line, parsed, wrong]);
  return (
    <span aria-hidden="true" className={classNames(typeface, 'pointer-events-none block')}>
      {runs.map((run, at) => (
        <span key={at} className={classNames(colours[run.kind], run.isWrong && mistake)}>
          {run.text}
        </span>
      ))}
      {wrong !== null && wrong.from >= line.length ? <span className={mistake}> </span> : null}
      {/* A last line break alone would have no height. */}
      {line.endsWith('\n') ? ' ' : null}
    </span>
  );
});

/** ↑ on the first line and ↓ on the last go through earlier lines. */
function recalls(event: KeyboardEvent<HTMLTextAreaElement>, store: SearchStore): boolean {
  const { value, selectionStart, selectionEnd } = event.currentTarget;
  if (selectionStart !== selectionEnd || event.shiftKey || event.altKey || isModKey(event))
    return false;
  if (event.key === 'ArrowUp')
    return !value.slice(0, selectionStart).includes('\n') && store.recall(1);
  if (event.key === 'ArrowDown')
    return !value.slice(selectionEnd).includes('\n') && store.recall(-1);
  return false;
}

export interface QueryInputProps {
  readonly store: SearchStore;
  /** Where the mistake is, once it is known. */
  readonly wrong: Span | null;
  readonly statusId: string;
  readonly field: RefObject<HTMLTextAreaElement | null>;
}

/** The field, its colours drawn behind it. Enter runs, with Shift it breaks the line. */
export function QueryInput({ store, wrong, statusId, field }: QueryInputProps) {
  const line = useStore(store, (state) => state.line);
  const parsed = useStore(store, (state) => state.parsed);
  const suggestions = useSuggestions(store);
  const { options, active } = suggestions;
  const isOpen = options.length > 0;
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.nativeEvent.isComposing) return;
    if (!suggestions.onKeyDown(event)) {
      if (event.key === 'Enter' && !event.shiftKey) {
        suggestions.close();
        void store.run();
      } else if (!recalls(event, store)) return;
    }
    event.preventDefault();
  };
  return (
    <span className="relative grid grow self-stretch">
      <DrawnLine line={line} parsed={parsed} wrong={wrong} />
      <textarea
        ref={field}
        className={classNames(
          typeface,
          'h-full resize-none overflow-hidden border-0 bg-transparent outline-0 [-webkit-text-fill-color:transparent] caret-text-1',
        )}
        rows={1}
        aria-label="Query"
        aria-describedby={statusId}
        aria-invalid={wrong !== null || undefined}
        aria-autocomplete="list"
        aria-controls={isOpen ? suggestions.id : undefined}
        aria-activedescendant={isOpen && active >= 0 ? `${suggestions.id}-${active}` : undefined}
        spellCheck={false}
        autoComplete="off"
        value={line}
        onChange={({ currentTarget }) => {
          store.setLine(currentTarget.value);
          suggestions.onType(currentTarget.value, currentTarget.selectionEnd);
        }}
        onKeyDown={onKeyDown}
        onBlur={suggestions.close}
      />
      {isOpen ? (
        <Suggestions
          id={suggestions.id}
          options={options}
          active={active}
          column={suggestions.column}
          onChoose={(option) => {
            if (field.current !== null) suggestions.choose(field.current, option);
          }}
        />
      ) : null}
    </span>
  );
}
