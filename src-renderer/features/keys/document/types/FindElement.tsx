import { Search } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { LIMITS } from '../../../../../src-shared/limits.ts';
import { ErrorNotice } from '../../../../ui/ErrorNotice.tsx';
import { formatCount } from '../../../../ui/format/count.ts';
import { SearchField } from '../../../../ui/SearchField.tsx';
import type { ElementSearch } from './use-element-search.ts';

/** The value that is looked for; Enter looks, and goes on to the next. */
export function FindElementField({ search }: { readonly search: ElementSearch }) {
  const { state, text } = search;
  return (
    <SearchField
      label="Find a value"
      icon={Search}
      keys={undefined}
      mono
      placeholder="Find a value"
      title="The whole value, with escapes as shown; Enter finds the next"
      className="w-48 min-w-28"
      aria-invalid={state.is === 'wrong'}
      aria-busy={state.is === 'running'}
      value={text}
      onChange={search.write}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
        event.preventDefault();
        search.next();
      }}
    />
  );
}

/** What came of it, and how far it has looked. */
export function FoundElement({ search }: { readonly search: ElementSearch }) {
  const { state, end } = search;
  if (state.is === 'idle') return null;
  if (state.is === 'failed') return <ErrorNotice error={state.error} />;
  const link = (label: string, run: () => void) => (
    <button type="button" className="link" onClick={run}>
      {label}
    </button>
  );
  return (
    <div className="flex h-row flex-none items-center gap-3 border-b border-border-1 px-3 text-12">
      {state.is === 'wrong' ? (
        <span className="text-danger" role="alert">
          {state.why}
        </span>
      ) : (
        <>
          <span className="tn" role="status">
            {state.is === 'running'
              ? 'Looking'
              : `${foundText(state)}, ${coverageText(state, end)}`}
          </span>
          {state.is === 'running' ? link('Stop', search.stop) : null}
          {state.is === 'looked' && state.at + 1 < state.indexes.length
            ? link('Next', search.next)
            : null}
          {state.is === 'looked' && search.canLookOn ? link('Search on', search.lookOn) : null}
        </>
      )}
    </div>
  );
}

type Looked = Extract<ElementSearch['state'], { readonly is: 'looked' }>;

function foundText({ indexes, at }: Looked): string {
  const index = indexes[at];
  if (index === undefined) return 'Not found';
  return `At index ${formatCount(index)}: ${formatCount(at + 1)} of ${formatCount(indexes.length)} found`;
}

function coverageText({ looked, total }: Looked, end: 'left' | 'right'): string {
  if (looked >= total) return `all ${formatCount(total)} compared`;
  const from = end === 'left' ? 'first' : 'last';
  const other = end === 'left' ? 'right' : 'left';
  const rest = looked >= LIMITS.findElements ? `; read from the ${other} to look there` : '';
  return `the ${from} ${formatCount(looked)} of ${formatCount(total)} compared${rest}`;
}
