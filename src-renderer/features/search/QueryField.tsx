import { Play, Square } from 'lucide-react';
import { type KeyboardEvent, type Ref, useEffect, useMemo, useState } from 'react';
import type { ParsedLine } from '../../../src-shared/search-line/parse-line.ts';
import type { Span } from '../../../src-shared/search-line/tokens.ts';
import { Button } from '../../ui/Button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { isModKey } from '../../ui/platform.ts';
import { oneLine } from './cell-text.ts';
import { colourLine, type RunKind } from './line-colours.ts';

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

const frame =
  'flex items-start gap-2.5 rounded-2 border border-border-2 bg-surface-inset pr-1.5 pl-3 has-[textarea:focus-visible]:border-transparent has-[textarea:focus-visible]:[box-shadow:var(--focus)]';
const mistake =
  'rounded-1 bg-diff-del underline decoration-danger decoration-wavy underline-offset-4';

export interface QueryFieldProps {
  readonly line: string;
  readonly parsed: ParsedLine;
  readonly index: string | null;
  /** Where the mistake is, once it is known. */
  readonly wrong: Span | null;
  readonly statusId: string;
  readonly isRunning: boolean;
  readonly onChange: (line: string) => void;
  readonly onRun: () => void;
  readonly onStop: () => void;
  /** An earlier (1) or later (-1) line; false at the end of the list. */
  readonly onRecall: (by: 1 | -1) => boolean;
  readonly field: Ref<HTMLTextAreaElement>;
}

/** ↑ on the first line and ↓ on the last go through earlier lines; the caret then stands at the end. */
function recalls(
  event: KeyboardEvent<HTMLTextAreaElement>,
  onRecall: QueryFieldProps['onRecall'],
): boolean {
  const { value, selectionStart, selectionEnd } = event.currentTarget;
  if (selectionStart !== selectionEnd || event.shiftKey || event.altKey || isModKey(event))
    return false;
  if (event.key === 'ArrowUp') return !value.slice(0, selectionStart).includes('\n') && onRecall(1);
  if (event.key === 'ArrowDown') return !value.slice(selectionEnd).includes('\n') && onRecall(-1);
  return false;
}

/** Over a second it is worth stopping. */
function useIsSlow(isRunning: boolean): boolean {
  const [isSlow, setIsSlow] = useState(false);
  useEffect(() => {
    setIsSlow(false);
    if (!isRunning) return undefined;
    const timer = setTimeout(() => setIsSlow(true), 1_000);
    return () => clearTimeout(timer);
  }, [isRunning]);
  return isSlow;
}

/** One field in mono with its colours drawn behind it, and Run. Enter runs, with Shift it breaks the line. */
export function QueryField(props: QueryFieldProps) {
  const { line, parsed, wrong, index, isRunning } = props;
  const isSlow = useIsSlow(isRunning);
  const runs = useMemo(() => colourLine(line, parsed, wrong), [line, parsed, wrong]);
  const name = parsed.ok && parsed.command.kind === 'aggregate' ? 'FT.AGGREGATE' : 'FT.SEARCH';
  const namesItself = /^\s*ft\.[a-z_]+(?:\s|$)/i.test(line);
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) props.onRun();
    else if (!recalls(event, props.onRecall)) return;
    event.preventDefault();
  };
  return (
    <div className={frame}>
      {namesItself || index === null ? null : (
        <span className="mono my-[9px] max-w-1/3 flex-none truncate border-r border-border-2 pr-2.5 leading-[18px] text-text-3">
          {name} {oneLine(index)}
        </span>
      )}
      <span className="relative grid grow self-stretch">
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
        <textarea
          ref={props.field}
          className={classNames(
            typeface,
            'h-full resize-none overflow-hidden border-0 bg-transparent outline-0 [-webkit-text-fill-color:transparent] caret-text-1',
          )}
          rows={1}
          aria-label="Query"
          aria-describedby={props.statusId}
          aria-invalid={wrong !== null || undefined}
          placeholder="*"
          spellCheck={false}
          autoComplete="off"
          value={line}
          onChange={(event) => props.onChange(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
      </span>
      {isSlow ? (
        <Button size="sm" icon={Square} className="my-[5px]" onClick={props.onStop}>
          Stop
        </Button>
      ) : null}
      <Button
        size="sm"
        tone="primary"
        icon={Play}
        keys="mod+enter"
        className="my-[5px]"
        busy={isRunning}
        disabledReason={
          parsed.ok
            ? index === null && parsed.index === null
              ? 'Choose an index first'
              : null
            : parsed.error
        }
        onClick={props.onRun}
      >
        {isRunning ? 'Running' : 'Run'}
      </Button>
    </div>
  );
}
