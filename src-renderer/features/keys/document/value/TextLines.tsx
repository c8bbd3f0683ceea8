import { useMemo } from 'react';
import { showHidden } from './hidden-characters.ts';
import { LineFrame } from './LineFrame.tsx';
import { type Reveal, useReveal } from './reveal.ts';
import { layoutText, lineAt, textLine } from './text-layout.ts';
import { lineWindow, useLineScroller } from './use-line-window.ts';

/** Of 12 px JetBrains Mono, as the tokens have it. */
const CHARACTER_WIDTH = 7.2;
const NARROWEST = 20;
/** Both paddings of a line, the space after the gutter, and the scroll bar. */
const AROUND = 56;

export interface TextLinesProps {
  readonly label: string;
  readonly text: string;
  /** Its first line is not that of the value: the lines have no numbers. */
  readonly isFromWithin?: boolean | undefined;
  /** What is to be in sight, and the character that it is. */
  readonly reveal?: Reveal | null | undefined;
  readonly characterAt?: ((offset: number) => number) | undefined;
}

function Line({ text }: { readonly text: string }) {
  return (
    <bdi dir="ltr">
      {showHidden(text).map((run, index) =>
        run.isEscape ? (
          <span key={index} className="text-text-3">
            {run.text}
          </span>
        ) : (
          run.text
        ),
      )}
    </bdi>
  );
}

function countLines(text: string): number {
  let count = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

/** Text in lines that fit the width; only those in sight are in the page. */
export function TextLines(props: TextLinesProps) {
  const { label, text, isFromWithin = false, reveal = null, characterAt } = props;
  const scroller = useLineScroller();
  const gutter = useMemo(() => Math.max(2, String(countLines(text)).length), [text]);
  const room = scroller.size.width - AROUND - gutter * CHARACTER_WIDTH;
  const columns = Math.max(NARROWEST, Math.floor(room / CHARACTER_WIDTH));
  const layout = useMemo(() => layoutText(text, columns), [text, columns]);
  const { scrollToLine } = lineWindow(scroller, layout.starts.length);
  useReveal(reveal, ({ offset }) => {
    if (characterAt !== undefined) scrollToLine(lineAt(layout, characterAt(offset)));
  });
  return (
    <LineFrame
      label={label}
      scroller={scroller}
      count={layout.starts.length}
      gutter={gutter}
      numberOf={(index) => (isFromWithin ? null : layout.numbers[index] || null)}
      renderLine={(index) => <Line text={textLine(layout, index)} />}
    />
  );
}
