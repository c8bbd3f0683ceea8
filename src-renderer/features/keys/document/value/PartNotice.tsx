import { Scissors } from 'lucide-react';
import { useState } from 'react';
import type { AppError } from '../../../../../src-shared/result.ts';
import { Banner } from '../../../../ui/Banner.tsx';
import { Button } from '../../../../ui/Button.tsx';
import { ErrorNotice } from '../../../../ui/ErrorNotice.tsx';
import { formatBytes } from '../../../../ui/format/bytes.ts';
import type { WholeValue } from './whole-value.ts';

export interface PartNoticeProps {
  readonly shown: number;
  readonly total: number;
  /** null: there is no way to read the rest of it. */
  readonly whole: WholeValue | null;
}

/** Says what of a long value is shown, and offers the rest. */
export function PartNotice({ shown, total, whole }: PartNoticeProps) {
  const [isReading, setIsReading] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const read = async (): Promise<void> => {
    setIsReading(true);
    setError((await whole?.read()) ?? null);
    setIsReading(false);
  };
  return (
    <>
      <Banner
        tone="info"
        icon={Scissors}
        title={`Value of ${formatBytes(total)}.`}
        action={
          whole === null ? null : (
            <Button
              size="sm"
              busy={isReading}
              disabledReason={isReading ? null : whole.locked}
              onClick={() => void read()}
            >
              Read it whole
            </Button>
          )
        }
      >
        {shown === 0
          ? 'It was not read: a page of values this long would be too much.'
          : `Its first ${formatBytes(shown)} are shown.`}
      </Banner>
      {error === null ? null : <ErrorNotice error={error} />}
    </>
  );
}
