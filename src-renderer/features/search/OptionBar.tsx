import { ArrowDownWideNarrow, ArrowUpNarrowWide, Columns3 } from 'lucide-react';
import { useStore } from 'zustand';
import type { KnownIndex } from '../../../src-shared/contract/search.ts';
import { LIMITS } from '../../../src-shared/limits.ts';
import type { SearchCommand } from '../../../src-shared/search-line/parse-line.ts';
import type { SortBy } from '../../../src-shared/search-line/search-options.ts';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { NumberField } from '../../ui/NumberField.tsx';
import { Popover } from '../../ui/Popover.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { Select } from '../../ui/Select.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { oneLine } from './cell-text.ts';
import { knownIndex, propertiesOf, shownFields } from './effective-command.ts';
import {
  limitOf,
  type ReadLine,
  sortOf,
  withDialect,
  withFields,
  withKind,
  withLimit,
  withScores,
  withSort,
} from './line-edits.ts';
import type { SearchStore } from './search-store.ts';

const MAX_OFFSET = 1_000_000;
const dialects = (['1', '2', '3', '4'] as const).map((value) => ({ value, label: value }));

interface PartProps {
  readonly line: string;
  readonly parsed: ReadLine;
  readonly index: KnownIndex | null;
  /** Writes the line anew and runs it. */
  readonly onChange: (line: string) => void;
}

interface DraftProps extends PartProps {
  /** Writes the line anew, without running it: a number is on its way. */
  readonly onDraft: (line: string) => void;
  readonly onDone: () => void;
}

function SortControls({ line, parsed, index, onChange }: PartProps) {
  const { command } = parsed;
  const sort = sortOf(command);
  const known =
    command.kind === 'search'
      ? index === null
        ? []
        : shownFields(index)
      : propertiesOf(command, index);
  const names = sort === null || known.includes(sort.field) ? known : [sort.field, ...known];
  const change = (next: SortBy | null): void => onChange(withSort(line, parsed, next));
  return (
    <span className="flex items-center gap-1">
      <span className="mono text-11 text-text-3">SORTBY</span>
      <Select
        label="SORTBY field"
        mono
        value={sort?.field ?? ''}
        options={[
          { value: '', label: 'none' },
          ...names.map((name) => ({ value: name, label: oneLine(name) })),
        ]}
        onChange={(field) =>
          change(field === '' ? null : { field, direction: sort?.direction ?? 'ASC' })
        }
      />
      <IconButton
        tone="default"
        icon={sort?.direction === 'DESC' ? ArrowDownWideNarrow : ArrowUpNarrowWide}
        label={
          sort?.direction === 'DESC' ? 'Descending: sort ascending' : 'Ascending: sort descending'
        }
        disabledReason={sort === null ? 'Choose a field first' : null}
        onClick={() => {
          if (sort !== null)
            change({ ...sort, direction: sort.direction === 'ASC' ? 'DESC' : 'ASC' });
        }}
      />
    </span>
  );
}

function ReturnControls(props: PartProps & { readonly command: SearchCommand }) {
  const { line, parsed, index, onChange, command } = props;
  const known = index === null ? [] : shownFields(index);
  const chosen = command.fields ?? known;
  // `$.price AS p` and the like: kept as written, and not for check boxes.
  const byHand = chosen.filter((field) => !known.includes(field));
  const isByHand = byHand.length > 0 || known.length === 0;
  const change = (fields: readonly string[]): void =>
    onChange(withFields(line, parsed, fields.length === known.length ? null : fields));
  return (
    <Popover
      label="RETURN"
      trigger={
        <Button size="sm" icon={Columns3}>
          <span className="mono">RETURN</span>{' '}
          {isByHand
            ? 'by hand'
            : chosen.length === known.length
              ? 'all fields'
              : `${chosen.length} of ${known.length}`}
        </Button>
      }
    >
      <div className="flex max-h-80 min-w-44 flex-col gap-1 overflow-auto">
        {isByHand ? (
          <>
            <p className="max-w-70 text-12 text-text-2">
              {byHand.length === 0 ? 'The fields of this index are not known.' : 'Written by hand:'}{' '}
              <span className="mono">{oneLine(byHand.join(' '))}</span>
            </p>
            {command.fields === null ? null : (
              <Button size="sm" onClick={() => onChange(withFields(line, parsed, null))}>
                {known.length === 0 ? 'Whole documents' : 'The fields of the schema'}
              </Button>
            )}
          </>
        ) : (
          known.map((field) => (
            <Checkbox
              key={field}
              label={oneLine(field)}
              checked={chosen.includes(field)}
              onChange={(isOn) =>
                change(known.filter((name) => (name === field ? isOn : chosen.includes(name))))
              }
            />
          ))
        )}
      </div>
    </Popover>
  );
}

function LimitControls({ line, parsed, onDraft, onDone }: DraftProps) {
  const { offset, count } = limitOf(parsed.command);
  return (
    <span
      className="flex items-center gap-1"
      onBlur={onDone}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onDone();
      }}
    >
      <span className="mono text-11 text-text-3">LIMIT</span>
      <NumberField
        label="LIMIT offset"
        labelHidden
        soft
        mono
        integer
        size="sm"
        min={0}
        max={MAX_OFFSET}
        className="w-16"
        value={offset}
        onChange={(next) => onDraft(withLimit(line, parsed, next ?? 0, count))}
      />
      <NumberField
        label="LIMIT count"
        labelHidden
        soft
        mono
        integer
        size="sm"
        min={0}
        max={LIMITS.searchRows}
        className="w-14"
        value={count}
        onChange={(next) => {
          if (next !== null) onDraft(withLimit(line, parsed, offset, next));
        }}
      />
    </span>
  );
}

function DialectControls({ line, parsed, onChange }: PartProps) {
  const value =
    dialects.find((dialect) => dialect.value === String(parsed.command.dialect))?.value ?? '2';
  return (
    <span className="flex items-center gap-1">
      <span className="mono text-11 text-text-3">DIALECT</span>
      <Select
        label="DIALECT"
        mono
        value={value}
        options={dialects}
        onChange={(dialect) => onChange(withDialect(line, parsed, Number(dialect)))}
      />
    </span>
  );
}

function SearchOnly(props: PartProps & { readonly command: SearchCommand }) {
  const { line, parsed, command, onChange } = props;
  return (
    <>
      <ReturnControls {...props} />
      <Checkbox
        label="Scores"
        checked={command.withScores}
        onChange={(isOn) => onChange(withScores(line, parsed, isOn))}
      />
      {command.extra.length === 0 ? null : (
        <Tag mono title="Written by hand: sent as it is">
          <span className="max-w-60 truncate">{oneLine(command.extra.join(' '))}</span>
        </Tag>
      )}
    </>
  );
}

/** The options of the line as controls: the same state, so changing one writes the other. */
export function OptionBar({ store }: { readonly store: SearchStore }) {
  const line = useStore(store, (state) => state.line);
  const parsed = useStore(store, (state) => state.parsed);
  const list = useStore(store, (state) => state.list);
  const chosen = useStore(store, (state) => state.index);
  const index = knownIndex(list, (parsed.ok ? parsed.index : null) ?? chosen);
  // While the line cannot be read the controls show what it last said, and wait.
  const shown = useStore(store, (state) => state.readable);
  const props = {
    line,
    parsed: shown,
    index,
    onChange: (next: string): void => {
      if (parsed.ok) void store.runLine(next);
    },
    onDraft: (next: string): void => {
      if (parsed.ok) store.setLine(next);
    },
    onDone: (): void => {
      if (store.getState().found?.line !== store.getState().line) void store.run();
    },
  };
  const { command } = shown;
  return (
    <fieldset
      className="flex min-h-bar flex-none flex-wrap items-center gap-x-4 gap-y-1 border-b border-border-1 px-3 py-1"
      aria-label="Options"
      disabled={!parsed.ok}
    >
      <Segmented
        label="Command"
        value={command.kind}
        segments={[
          { value: 'search', label: 'Search' },
          { value: 'aggregate', label: 'Aggregate' },
        ]}
        onChange={(kind) => {
          if (chosen !== null && kind !== command.kind)
            props.onChange(withKind(shown, kind, index, chosen));
        }}
      />
      <SortControls {...props} />
      {command.kind === 'search' ? <SearchOnly {...props} command={command} /> : null}
      <LimitControls {...props} />
      <DialectControls {...props} />
    </fieldset>
  );
}
