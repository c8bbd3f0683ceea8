import { FileQuestion, Lock } from 'lucide-react';
import { Delayed, SkeletonRows } from '../../../ui/Skeleton.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { HexDump } from '../document/value/HexDump.tsx';
import { TextLines } from '../document/value/TextLines.tsx';
import type { DecodedContent } from './decode-value.ts';
import type { Editable } from './edit-form.ts';
import type { Decoding } from './use-decoding.ts';
import { ValueTreeView } from './ValueTreeView.tsx';

const chainOf = (chain: readonly string[]): string => chain.join(' > ');

function Content({ content }: { readonly content: DecodedContent }) {
  switch (content.kind) {
    case 'tree':
      return <ValueTreeView label="Decoded value" tree={content.tree} />;
    case 'text':
      return <TextLines label="Decoded value as text" text={content.text} />;
    default:
      return <HexDump label="Decoded value as hex" bytes={content.bytes} />;
  }
}

/** Whether it may be edited, and why not. */
function Writing({ edit }: { readonly edit: Editable | null }) {
  if (edit?.isEditable === true)
    return <span className="text-text-3">Edited here, written back as it was encoded</span>;
  return (
    <span className="flex min-w-0 items-center gap-1 text-text-3" title={edit?.reason}>
      <Icon icon={Lock} size={12} />
      <span className="ell">Read-only: {edit?.reason ?? 'decoded only to be looked at'}</span>
    </span>
  );
}

export interface DecodedBodyProps {
  readonly decoding: Decoding;
  /** There is a place to edit it. */
  readonly isEditable: boolean;
}

/** A decoded value with the way it came, or why there is none. */
export function DecodedBody({ decoding, isEditable }: DecodedBodyProps) {
  const { state, edit } = decoding;
  if (state.status === 'running')
    return (
      <Delayed>
        <SkeletonRows columns={[120, null]} rows={8} label="Decoding the value" />
      </Delayed>
    );
  if (state.status === 'unknown')
    return (
      <EmptyState icon={FileQuestion} title="Nothing recognised">
        The bytes look like none of the known formats. Choose one with Decode as.
      </EmptyState>
    );
  if (state.status === 'failed')
    return (
      <div role="alert">
        <EmptyState
          icon={FileQuestion}
          title={['Not decoded', chainOf(state.chain)].filter(Boolean).join(' as ')}
        >
          {`The reason: ${state.reason}. Text and hex show the bytes as they are.`}
        </EmptyState>
      </div>
    );
  return (
    <>
      <div className="flex min-h-row flex-none items-center gap-2 border-b border-border-1 px-3 text-12">
        <span className="mono selectable" aria-label="Decoded through">
          {chainOf(state.chain)}
        </span>
        <span className="grow" />
        <Writing edit={isEditable ? edit : null} />
      </div>
      <Content key={chainOf(state.chain)} content={state.content} />
    </>
  );
}
