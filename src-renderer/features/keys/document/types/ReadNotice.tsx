import { Button } from '../../../../ui/Button.tsx';
import { ErrorNotice } from '../../../../ui/ErrorNotice.tsx';
import { Delayed, SkeletonRows } from '../../../../ui/Skeleton.tsx';
import type { ReadState } from './use-read.ts';

export interface ReadNoticeProps {
  readonly state: ReadState<unknown>;
  /** "Reading the samples". */
  readonly label: string;
  readonly onRetry: () => void;
}

/** What stands where a value is not there yet, or could not be read. */
export function ReadNotice({ state, label, onRetry }: ReadNoticeProps) {
  if (state.status === 'loading')
    return (
      <Delayed>
        <SkeletonRows columns={[140, null]} rows={6} label={label} />
      </Delayed>
    );
  if (state.status === 'failed')
    return (
      <ErrorNotice
        error={state.error}
        action={
          <Button size="sm" onClick={onRetry}>
            Try again
          </Button>
        }
      />
    );
  return null;
}
