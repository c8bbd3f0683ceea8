import { TriangleAlert } from 'lucide-react';
import { Banner } from '../../../../ui/Banner.tsx';
import { TtlText } from '../../../../ui/TtlText.tsx';

export interface TtlConflictProps {
  readonly readAsMs: number | null;
  readonly theirsMs: number | null;
}

/** Somebody was quicker: what was read, and what is there now. */
export function TtlConflict({ readAsMs, theirsMs }: TtlConflictProps) {
  return (
    <Banner
      tone="warn"
      icon={TriangleAlert}
      title="Changed meanwhile, nothing was overwritten"
      className="rounded-2"
    >
      <dl className="mt-1 grid grid-cols-[auto_1fr] gap-x-3">
        <dt className="text-text-3">As read here</dt>
        <dd>
          <TtlText expiresAtMs={readAsMs} form="header" />
        </dd>
        <dt className="text-text-3">On the server now</dt>
        <dd>
          <TtlText expiresAtMs={theirsMs} form="header" />
        </dd>
      </dl>
    </Banner>
  );
}
