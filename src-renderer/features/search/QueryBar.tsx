import { Check, CircleX, Copy, History } from 'lucide-react';
import { type RefObject, useEffect, useId, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { formatCommand, formatOptions } from '../../../src-shared/search-line/format-line.ts';
import type { ParsedLine } from '../../../src-shared/search-line/parse-line.ts';
import type { Span } from '../../../src-shared/search-line/tokens.ts';
import type { AppError } from '../../../src-shared/result.ts';
import { useClient } from '../../client/client-context.ts';
import { Button } from '../../ui/Button.tsx';
import { explainError } from '../../ui/explain-error.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { toasts } from '../../ui/toast-store.ts';
import { oneLine } from './cell-text.ts';
import { effectiveCommand, knownIndex } from './effective-command.ts';
import { wordAt } from './line-colours.ts';
import { placeOfError } from './place-of-error.ts';
import { QueryField } from './QueryField.tsx';
import type { SearchState, SearchStore } from './search-store.ts';

/** While typing a mistake is only half a sentence. */
const SETTLE_MS = 200;
const SHOWN_HISTORY = 20;

function useSettled(parsed: ParsedLine): ParsedLine {
  const [settled, setSettled] = useState(parsed);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(parsed), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [parsed]);
  // What is right is right at once.
  return parsed.ok ? parsed : settled;
}

type Verdict =
  | { readonly kind: 'valid' }
  | {
      readonly kind: 'wrong';
      readonly words: string;
      readonly by: 'line' | 'server';
      readonly at: Span | null;
    };

/** What the server said of this very line; other errors (no connection) are none of the line's. */
const refusal = ({ run, line }: SearchState): AppError | null =>
  run.status === 'failed' && run.line === line && run.error.code === 'redis.reply'
    ? run.error
    : null;

function useVerdict(state: SearchState): Verdict {
  const settled = useSettled(state.parsed);
  const { line, parsed } = state;
  const refused = refusal(state);
  return useMemo(() => {
    if (!settled.ok && !parsed.ok) {
      const at = wordAt(line, Math.min(parsed.at, line.length));
      return { kind: 'wrong', words: parsed.error, by: 'line', at };
    }
    if (refused === null) return { kind: 'valid' };
    return {
      kind: 'wrong',
      words: refused.message,
      by: 'server',
      at: placeOfError(refused.message, line, parsed),
    };
  }, [settled, parsed, line, refused]);
}

function StatusLine({
  id,
  verdict,
  options,
}: {
  readonly id: string;
  readonly verdict: Verdict;
  readonly options: string;
}) {
  if (verdict.kind === 'wrong')
    return (
      <span id={id} role="alert" className="flex min-w-0 items-center gap-1 text-danger">
        <Icon icon={CircleX} size={12} />
        {verdict.by === 'server' ? (
          <span className="mono ell selectable text-11">{oneLine(verdict.words)}</span>
        ) : (
          <span className="ell">{oneLine(verdict.words)}</span>
        )}
      </span>
    );
  return (
    <span id={id} className="flex min-w-0 items-center gap-2">
      <span className="flex flex-none items-center gap-1 text-success">
        <Icon icon={Check} size={12} />
        Valid
      </span>
      <span className="mono ell selectable text-11 text-text-3" title={options}>
        {options}
      </span>
    </span>
  );
}

/** The query line, and below it what will be sent or what is wrong. */
export function QueryBar({
  store,
  field,
}: {
  readonly store: SearchStore;
  readonly field: RefObject<HTMLTextAreaElement | null>;
}) {
  const client = useClient();
  const state = useStore(store);
  const statusId = useId();
  const verdict = useVerdict(state);
  const { parsed, list, history } = state;
  const index = (parsed.ok ? parsed.index : null) ?? state.index;
  const command = useMemo(
    () => (parsed.ok ? effectiveCommand(parsed.command, knownIndex(list, index)) : null),
    [parsed, list, index],
  );
  const copy = async (): Promise<void> => {
    if (command === null || index === null) return;
    const result = await client.call('app.copyText', { text: formatCommand(command, index) });
    if (result.ok)
      toasts.show({
        tone: 'info',
        message: `Copied ${command.kind === 'search' ? 'FT.SEARCH' : 'FT.AGGREGATE'} as redis-cli takes it`,
      });
    else
      toasts.show({
        tone: 'error',
        message: 'Not copied',
        detail: explainError(result.error).what,
      });
  };
  return (
    <div className="flex flex-none flex-col gap-1 border-b border-border-1 px-3 pt-2.5 pb-1">
      <QueryField
        store={store}
        wrong={verdict.kind === 'wrong' ? verdict.at : null}
        statusId={statusId}
        field={field}
      />
      <div className="flex min-h-control-sm items-center gap-1 text-11">
        <StatusLine
          id={statusId}
          verdict={verdict}
          options={command === null || index === null ? '' : formatOptions(command, index)}
        />
        <span className="grow" />
        <Button
          size="sm"
          tone="ghost"
          icon={Copy}
          disabledReason={
            command === null || index === null ? 'The line is not a command yet' : null
          }
          onClick={() => void copy()}
        >
          Copy as redis-cli
        </Button>
        <Menu
          align="end"
          trigger={
            <Button size="sm" tone="ghost" icon={History}>
              History
            </Button>
          }
          entries={
            history.lines.length === 0
              ? [{ kind: 'label', label: 'Lines that were run stand here' }]
              : history.lines.slice(0, SHOWN_HISTORY).map((one) => ({
                  label: oneLine(one === '' ? '*' : one),
                  onSelect: () => void store.runLine(one),
                }))
          }
        />
      </div>
    </div>
  );
}
