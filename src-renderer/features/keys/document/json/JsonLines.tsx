import { useEffect, useMemo } from 'react';
import {
  jsonDepth,
  jsonKind,
  jsonNameSource,
  jsonSource,
  type JsonText,
} from '../../../../../src-shared/json-text.ts';
import { useLatest } from '../../../../ui/use-latest.ts';
import { HiddenValue } from '../value/HiddenValue.tsx';
import { withoutHidden } from '../value/hidden-characters.ts';
import { LineFrame } from '../value/LineFrame.tsx';
import { lineWindow, useLineScroller } from '../value/use-line-window.ts';
import { deletes, type JsonChange, shownAfter } from './json-change.ts';
import {
  brackets,
  layoutJsonLines,
  lineOfNode,
  readJsonLine,
  type JsonLine,
} from './json-lines.ts';
import type { JsonSecrets } from './json-secrets.ts';
import { JsonScalar, kindOfSource, secretSize } from './json-value.tsx';

const DEEPEST_INDENT = 60;
const noChanges: ReadonlyMap<number, JsonChange> = new Map();

export interface JsonLinesProps {
  readonly label: string;
  readonly json: JsonText;
  readonly secrets: JsonSecrets;
  readonly changes?: ReadonlyMap<number, JsonChange> | undefined;
  /** Its line is marked, and brought into sight. */
  readonly active?: number | undefined;
  readonly onActiveChange?: ((node: number) => void) | undefined;
}

interface LineProps {
  readonly json: JsonText;
  readonly line: JsonLine;
  readonly change: JsonChange | null;
  readonly isHidden: boolean;
}

function Value({ json, line, change, isHidden }: LineProps) {
  const { node, isClosing } = line;
  const size = json.sizes[node] ?? 0;
  const kind = jsonKind(json, node);
  const hidden = <HiddenValue size={secretSize(jsonSource(json, node))} onShow={null} />;
  if (isHidden && (change === null || change.command !== null)) return hidden;
  const [open, close] = brackets(json, node);
  const after = change === null ? null : shownAfter(change);
  if (change !== null && deletes(change))
    return (
      <>
        <s className="text-text-2">
          {size > 0 ? open : withoutHidden(jsonSource(json, node).slice(0, 200))}
        </s>
        <span className="font-ui text-danger"> deleted on saving</span>
      </>
    );
  // What it was stays below: a container that is set as a whole has no lines of its own yet.
  if (after !== null)
    return (
      <>
        <JsonScalar kind={kindOfSource(after)} source={after} />
        {size === 0 ? null : <span className="font-ui text-text-3"> in the place of</span>}
      </>
    );
  if (kind !== 'object' && kind !== 'array')
    return <JsonScalar kind={kind} source={jsonSource(json, node)} />;
  return (
    <span className="text-syn-op">{isClosing ? close : size === 0 ? open + close : open}</span>
  );
}

function LineText({ json, line, change, isHidden }: LineProps) {
  const name = line.isClosing ? null : jsonNameSource(json, line.node);
  return (
    <span>
      {'  '.repeat(jsonDepth(json, line.node, DEEPEST_INDENT))}
      {name === null ? null : (
        <>
          <bdi dir="ltr" className="text-syn-key">
            {withoutHidden(name.slice(0, 400))}
          </bdi>
          <span className="text-syn-op">: </span>
        </>
      )}
      <Value json={json} line={line} change={change} isHidden={isHidden} />
      {line.hasComma ? <span className="text-syn-op">,</span> : null}
    </span>
  );
}

/** A document as indented text, numbers as they were written; only the lines in sight are in the page. */
export function JsonLines({
  label,
  json,
  secrets,
  changes = noChanges,
  active,
  onActiveChange,
}: JsonLinesProps) {
  const lines = useMemo(() => layoutJsonLines(json), [json]);
  const scroller = useLineScroller();
  const activeLine = active === undefined || active < 0 ? -1 : lineOfNode(json, lines, active);
  const scrollToLine = useLatest((line: number) => {
    lineWindow(scroller, lines.length).scrollToLine(line);
  });
  useEffect(() => {
    if (activeLine >= 0) scrollToLine(activeLine);
  }, [activeLine, scrollToLine]);
  const changeAt = ({ node, isClosing }: JsonLine) =>
    isClosing ? null : (changes.get(node) ?? null);
  return (
    <LineFrame
      label={label}
      scroller={scroller}
      count={lines.length}
      gutter={String(lines.length).length + 1}
      numberOf={(index) => index + 1}
      lineClass={(index) => {
        const change = changeAt(readJsonLine(json, lines, index));
        if (change !== null && deletes(change))
          return 'bg-diff-del shadow-[inset_2px_0_0_var(--danger)]';
        if (change !== null) return 'bg-diff-add shadow-[inset_2px_0_0_var(--success)]';
        return index === activeLine && 'bg-hover';
      }}
      onLineMouseDown={(index) => onActiveChange?.(readJsonLine(json, lines, index).node)}
      renderLine={(index) => {
        const line = readJsonLine(json, lines, index);
        const isHidden = !line.isClosing && secrets.isHidden(line.node);
        return <LineText json={json} line={line} change={changeAt(line)} isHidden={isHidden} />;
      }}
    />
  );
}
