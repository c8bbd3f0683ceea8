import { FileQuestion, Lock } from 'lucide-react';
import { Delayed, SkeletonRows } from '../../../ui/Skeleton.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { HexDump } from '../document/value/HexDump.tsx';
import { TextLines } from '../document/value/TextLines.tsx';
import type { DecodedContent } from './decode-value.ts';
import type { DecodingState } from './use-decoding.ts';
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

/** A decoded value with the way it came, or why there is none. */
export function DecodedBody({ state }: { readonly state: DecodingState }) {
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
        <span className="flex items-center gap-1 text-text-3">
          <Icon icon={Lock} size={12} />
          Read-only, decoded values are not written back
        </span>
      </div>
      <Content key={chainOf(state.chain)} content={state.content} />
    </>
  );
}
