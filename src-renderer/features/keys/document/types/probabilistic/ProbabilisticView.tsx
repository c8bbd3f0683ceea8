import { ModuleView } from '../ModuleView.tsx';
import type { ValueProps } from '../value-props.ts';
import { DigestProbe } from './DigestProbe.tsx';
import { ItemsProbe } from './ItemsProbe.tsx';
import { TopItems } from './TopItems.tsx';
import { Region } from '../../../../../ui/Region.tsx';

function Probe(props: ValueProps) {
  switch (props.head.type) {
    case 'MBbloom--':
      return <ItemsProbe {...props} command="BF.MEXISTS" />;
    case 'MBbloomCF':
      return <ItemsProbe {...props} command="CF.MEXISTS" />;
    case 'CMSk-TYPE':
      return <ItemsProbe {...props} command="CMS.QUERY" />;
    case 'TDIS-TYPE':
      return <DigestProbe {...props} />;
    default:
      return (
        <>
          <ItemsProbe {...props} command="TOPK.QUERY" />
          <TopItems {...props} />
        </>
      );
  }
}

/** A structure that only estimates: what its INFO says, and a box to ask it. Nothing here writes. */
export function ProbabilisticView(props: ValueProps) {
  return (
    <ModuleView
      {...props}
      beside={
        <Region
          aria-label="Ask"
          className="w-96 flex-none overflow-auto border-l border-border-1 bg-surface-1 p-4"
        >
          <Probe {...props} />
        </Region>
      }
    />
  );
}
