import { Shuffle, Waypoints } from 'lucide-react';
import { useState } from 'react';
import { escapeBytes } from '../../../../../../src-shared/redis-value.ts';
import type { SimilarQuestion } from '../../../../../../src-shared/vector-commands.ts';
import { Button } from '../../../../../ui/Button.tsx';
import { EmptyState } from '../../../../../ui/EmptyState.tsx';
import { Segmented } from '../../../../../ui/Segmented.tsx';
import { ViewBar } from '../../ViewBar.tsx';
import { ReadNotice } from '../ReadNotice.tsx';
import type { ValueProps } from '../value-props.ts';
import { Elements } from './Elements.tsx';
import { NO_DRAFT, readQuestion } from './question.ts';
import { SimilarFields } from './SimilarFields.tsx';
import { useElements } from './use-elements.ts';
import { VectorFacts } from './VectorFacts.tsx';

type Mode = 'sample' | 'similar';
const modes = [
  { value: 'sample', label: 'Elements' },
  { value: 'similar', label: 'Similar' },
] as const;
const COMMAND_SHOWN = 400;

/** What is asked, and the fields it is written in. */
function useQuestion() {
  const [mode, setMode] = useState<Mode>('sample');
  const [draft, setDraft] = useState(NO_DRAFT);
  const [asked, setAsked] = useState<SimilarQuestion | null>(null);
  const read = readQuestion(draft);
  return {
    mode,
    setMode,
    draft,
    setDraft,
    asked: mode === 'similar' ? asked : null,
    reason: read.ok ? null : read.why,
    ask: () => {
      if (read.ok) setAsked(read.question);
    },
    /** With the filter and the number that stand there. */
    askLike: (element: Uint8Array) => {
      const next = { ...draft, by: 'element' as const, text: escapeBytes(element) };
      const like = readQuestion(next);
      setMode('similar');
      setDraft(next);
      if (like.ok) setAsked(like.question);
    },
  };
}

const shortened = (line: string): string =>
  line.length > COMMAND_SHOWN ? `${line.slice(0, COMMAND_SHOWN)}…` : line;

/** A vector set: some of its elements or those similar to one, and what VINFO says. */
export function VectorSetView(props: ValueProps) {
  const question = useQuestion();
  const { mode, asked } = question;
  const state = useElements(props, asked);
  const found = state.status === 'ready' ? state.value : null;
  const hasAsked = mode === 'sample' || asked !== null;
  const isSample = mode === 'sample' && found?.isSample === true;
  return (
    <>
      <ViewBar
        onReload={props.onReload}
        isBusy={state.status === 'ready' && state.isReading}
        end={
          isSample ? (
            <Button size="sm" tone="ghost" icon={Shuffle} onClick={props.onReload}>
              Another sample
            </Button>
          ) : null
        }
      >
        <Segmented
          label="Show of the vector set"
          value={mode}
          segments={modes}
          onChange={question.setMode}
        />
        <span className="count pl-1" role="status">
          {hasAsked ? (found?.words ?? '') : ''}
        </span>
        <span className="mono ell selectable text-11 text-text-3">
          {hasAsked && found !== null ? shortened(found.command) : ''}
        </span>
      </ViewBar>
      {mode === 'similar' ? (
        <SimilarFields
          draft={question.draft}
          onChange={question.setDraft}
          reason={question.reason}
          onAsk={question.ask}
        />
      ) : null}
      <div className="flex min-h-0 grow">
        <div className="flex min-w-0 grow flex-col">
          {hasAsked ? (
            <ReadNotice state={state} label="Reading the elements" onRetry={props.onReload} />
          ) : (
            <EmptyState icon={Waypoints} title="Nothing asked yet" className="grow">
              Write an element or a vector above, or choose “Find similar” in the menu of an
              element.
            </EmptyState>
          )}
          {hasAsked && found !== null ? (
            <Elements {...props} found={found} onSimilar={question.askLike} />
          ) : null}
        </div>
        <VectorFacts {...props} />
      </div>
    </>
  );
}
