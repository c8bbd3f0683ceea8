import { memo } from 'react';
import { escapeBytes } from '../../src-shared/redis-value.ts';
import { classNames } from './class-names.ts';
import { splitName } from './split-name.ts';

export interface KeyNameProps {
  /** Bytes, or text that escapeBytes has made. */
  readonly name: Uint8Array | string;
  readonly separator?: string | undefined;
  /** Bold last segment, for a document's head. */
  readonly strong?: boolean | undefined;
  readonly className?: string | undefined;
}

/** Names may be a megabyte: more than this is never put into the page. */
const TITLE_CHARACTERS = 4_096;

/** A key's name: leading segments dim, the last clear, cut in the middle where there is no room. */
export const KeyName = memo(function KeyName({
  name,
  separator = ':',
  strong = false,
  className,
}: KeyNameProps) {
  const text = typeof name === 'string' ? name : escapeBytes(name);
  if (text === '') return <span className="text-text-3">""</span>;
  const { lead, last, tail } = splitName(text, separator);
  return (
    <bdi
      dir="ltr"
      className={classNames('key-name mono', className)}
      title={text.length > TITLE_CHARACTERS ? `${text.slice(0, TITLE_CHARACTERS)}…` : text}
    >
      {lead.name === '' ? null : <span className="lead">{lead.name}</span>}
      {lead.end === '' ? null : <span className="tail text-text-3">{lead.end}</span>}
      {last === '' ? null : <span className={classNames('last', strong && 'font-medium')}>{last}</span>}
      <span className={classNames('tail', strong && 'font-medium')}>{tail}</span>
    </bdi>
  );
});
