import { Shuffle, Trash2, Waypoints } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { escapeBytes, toBinaryString } from '../../../../../../src-shared/redis-value.ts';
import type { SimilarQuestion } from '../../../../../../src-shared/vector-commands.ts';
import { usePaneSize } from '../../../../../app/pane-size.ts';
import { useClient } from '../../../../../client/client-context.ts';
import { Button } from '../../../../../ui/Button.tsx';
import { EmptyState } from '../../../../../ui/EmptyState.tsx';
import { Segmented } from '../../../../../ui/Segmented.tsx';
import { SplitPane } from '../../../../../ui/SplitPane.tsx';
import { ViewBar } from '../../ViewBar.tsx';
import { ReadNotice } from '../ReadNotice.tsx';
import { copyMenu } from '../value-menu.ts';
import type { ValueProps } from '../value-props.ts';
import { AttributesDialog } from './AttributesDialog.tsx';
import { ElementPanel } from './ElementPanel.tsx';
import { type ElementRow, ElementsTable } from './ElementsTable.tsx';
import { NO_DRAFT, readQuestion } from './question.ts';
import { RemoveElementDialog } from './RemoveElementDialog.tsx';
import { SimilarFields } from './SimilarFields.tsx';
import { type FoundElements, useElements } from './use-elements.ts';
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

interface ElementsProps extends ValueProps {
  readonly found: FoundElements;
  readonly onSimilar: (element: Uint8Array) => void;
}

type Changing =
  | { readonly what: 'attributes'; readonly element: Uint8Array; readonly now: Uint8Array | null }
  | { readonly what: 'removal'; readonly element: Uint8Array };

/** The rows, the chosen one below them, and the dialogs that change it. */
function Elements({ found, onSimilar, ...props }: ElementsProps) {
  const client = useClient();
  const pane = usePaneSize('keys.vector', 220);
  const [chosen, setChosen] = useState<Uint8Array | null>(null);
  const [changing, setChanging] = useState<Changing | null>(null);
  const close = () => {
    setChosen(null);
  };
  const stopChanging = () => {
    setChanging(null);
  };
  const onRowKeyDown = (event: KeyboardEvent, row: ElementRow | null) => {
    if (event.key === 'Delete' && row !== null)
      setChanging({ what: 'removal', element: row.element });
    else if (event.key === 'Escape' && chosen !== null) close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const table = (
    <ElementsTable
      rows={found.rows}
      hasScores={found.hasScores}
      activeId={chosen === null ? null : toBinaryString(chosen)}
      hasPanel={chosen !== null}
      onActiveChange={setChosen}
      onRowKeyDown={onRowKeyDown}
      rowMenu={({ element }) => [
        {
          label: 'Find similar',
          icon: Waypoints,
          onSelect: () => {
            onSimilar(element);
          },
        },
        {
          label: 'Remove element',
          icon: Trash2,
          keys: 'del',
          onSelect: () => {
            setChanging({ what: 'removal', element });
          },
        },
        { kind: 'separator' },
        ...copyMenu(
          client,
          [{ what: 'element', bytes: element }],
          ['VEMB', props.keyName, element],
        ),
      ]}
      empty={<EmptyState icon={Waypoints} title="No element like that" />}
    />
  );
  return (
    <>
      <SplitPane
        label="Height of the element"
        orientation="vertical"
        className="min-h-0 grow"
        first={<div className="flex h-full min-h-0 flex-col">{table}</div>}
        second={
          chosen === null ? null : (
            <ElementPanel
              {...props}
              key={toBinaryString(chosen)}
              element={chosen}
              onClose={close}
              onSimilar={() => {
                onSimilar(chosen);
              }}
              onEdit={({ attributes }) => {
                setChanging({ what: 'attributes', element: chosen, now: attributes });
              }}
              onRemove={() => {
                setChanging({ what: 'removal', element: chosen });
              }}
            />
          )
        }
        sized="second"
        {...pane}
        minSize={120}
        isHidden={chosen === null}
      />
      {changing?.what === 'attributes' ? (
        <AttributesDialog
          {...props}
          element={changing.element}
          attributes={changing.now}
          onClose={stopChanging}
        />
      ) : null}
      {changing?.what === 'removal' ? (
        <RemoveElementDialog
          {...props}
          element={changing.element}
          onClose={stopChanging}
          onRemoved={() => {
            stopChanging();
            close();
          }}
        />
      ) : null}
    </>
  );
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
