import { type KeyboardEvent, useId } from 'react';
import { useStore } from 'zustand';
import { classNames } from '../../../../ui/class-names.ts';
import { explainError } from '../../../../ui/explain-error.ts';
import { formatBytes } from '../../../../ui/format/bytes.ts';
import { formatCountOf } from '../../../../ui/format/count.ts';
import type { JsonQuery, QueryResult } from './json-query.ts';

function summary(result: QueryResult): string {
  if (result.status === 'running') return 'reading';
  if (result.status === 'tooLarge') return formatBytes(result.bytes);
  return result.status === 'ready' ? formatCountOf(result.matches, 'match', 'matches') : '';
}

/** The JSONPath of the toolbar; the `$` stands already. */
export function QueryField({ query }: { readonly query: JsonQuery }) {
  const id = useId();
  const { text, result } = useStore(query.store);
  const isWrong = result.status === 'failed';
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') void query.run();
    else if (event.key !== 'Escape' || text === '') return;
    else query.clear();
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="field soft sm mono w-60 min-w-24 shrink">
      <span className="text-syn-op" aria-hidden="true">
        $
      </span>
      <input
        type="text"
        aria-label="JSONPath"
        aria-invalid={isWrong || undefined}
        aria-describedby={isWrong ? id : undefined}
        placeholder=".price"
        spellCheck={false}
        autoComplete="off"
        value={text}
        onChange={(event) => {
          query.write(event.currentTarget.value);
        }}
        onKeyDown={onKeyDown}
      />
      <span className="count font-ui" role="status">
        {summary(result)}
      </span>
      {isWrong ? (
        <span id={id} className="sr">
          {explainError(result.error).what}
        </span>
      ) : null}
    </div>
  );
}

/** What the server says of the path, right below the toolbar. */
export function QueryError({ query }: { readonly query: JsonQuery }) {
  const { result } = useStore(query.store);
  if (result.status !== 'failed') return null;
  const { what, words } = explainError(result.error);
  return (
    <div
      role="alert"
      className={classNames('flex-none border-b border-border-1 px-3 py-1.5 text-11 text-danger')}
    >
      <span className="mono selectable break-words whitespace-pre-wrap">{words ?? what}</span>
    </div>
  );
}
