import { memo } from 'react';
import { escapeBytes } from '../../src-shared/redis-value.ts';
import { classNames } from './class-names.ts';
import { showSpaces } from './show-spaces.ts';
import { cutName, splitName } from './split-name.ts';

export interface KeyNameProps {
  /** Bytes, or text that escapeBytes has made. */
  readonly name: Uint8Array | string;
  /** What divides it; of several the one that comes last counts. */
  readonly separator?: string | readonly string[] | undefined;
  /** Bold last segment, for a document's head. */
  readonly strong?: boolean | undefined;
  readonly className?: string | undefined;
  /**
   * For rows that are drawn by the hundred and say their name themselves (aria-label): how many characters there is room
   * for. A name of characters of one width is cut here then, at half of what the style sheet's parts cost.
   */
  readonly room?: number | undefined;
}

const ONE_WIDTH = /^[ -~]{1,600}$/u;

/** Names may be a megabyte: more than this is never put into the page. */
const MOST_CHARACTERS = 4_096;

// Drawn by CSS from an attribute: the name itself is one text in the page, whole for screen readers, for
// copying and for searching, however it is cut on the screen.
function Part(props: {
  readonly kind: 'lead' | 'mid' | 'last' | 'tail';
  readonly text: string;
  readonly isStrong?: boolean | undefined;
}) {
  if (props.text === '') return null;
  return (
    <span
      aria-hidden="true"
      className={classNames('part', props.kind, props.isStrong === true && 'font-medium')}
      data-text={props.text}
    />
  );
}

/** What was cut is no text of the page: beside the whole name, which the row says, it would be another one. */
function Cut({ text, className }: { readonly text: string; readonly className?: string }) {
  if (text.includes('…'))
    return <span className={classNames('drawn', className)} data-text={text} />;
  return className === undefined || text === '' ? text : <span className={className}>{text}</span>;
}

/** A key's name: leading segments dim, the last clear, cut in the middle where there is no room. */
export const KeyName = memo(function KeyName({
  name,
  separator = ':',
  strong = false,
  className,
  room,
}: KeyNameProps) {
  const text = showSpaces(typeof name === 'string' ? name : escapeBytes(name));
  if (text === '') return <span className="text-text-3">""</span>;
  const shown = text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
  const parts = splitName(text, separator);
  if (room !== undefined && ONE_WIDTH.test(text)) {
    const { lead, rest } = cutName(parts, room);
    return (
      <bdi dir="ltr" className={classNames('mono whitespace-pre', className)} title={shown}>
        <Cut text={lead} className="text-text-3" />
        <Cut text={rest} />
      </bdi>
    );
  }
  const { lead, last, tail } = parts;
  return (
    <bdi dir="ltr" className={classNames('key-name mono', className)} title={shown}>
      <span className="sr">{shown}</span>
      <Part kind="lead" text={lead.name} />
      <Part kind="mid" text={lead.end} />
      <Part kind="last" text={last} isStrong={strong} />
      <Part kind="tail" text={tail} isStrong={strong} />
    </bdi>
  );
});
