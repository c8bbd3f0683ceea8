import { HashView } from './HashView.tsx';
import { ListView } from './ListView.tsx';
import { ModuleView } from './ModuleView.tsx';
import { TimeSeriesView } from './series/TimeSeriesView.tsx';
import { ProbabilisticView } from './probabilistic/ProbabilisticView.tsx';
import { SetView } from './SetView.tsx';
import { StreamView } from './StreamView.tsx';
import { StringView } from './StringView.tsx';
import type { ValueProps } from './value-props.ts';
import { ZsetView } from './ZsetView.tsx';

/** Whether TYPE's answer is that of a JSON document. */
export const isJsonType = (type: string): boolean => type.toLowerCase() === 'rejson-rl';

/** The view of any type but JSON. */
export function TypedView(props: ValueProps) {
  switch (props.head.type) {
    case 'string':
      return <StringView {...props} />;
    case 'hash':
      return <HashView {...props} />;
    case 'list':
      return <ListView {...props} />;
    case 'set':
      return <SetView {...props} />;
    case 'zset':
      return <ZsetView {...props} />;
    case 'stream':
      return <StreamView {...props} />;
    case 'TSDB-TYPE':
      return <TimeSeriesView {...props} />;
    case 'MBbloom--':
    case 'MBbloomCF':
    case 'CMSk-TYPE':
    case 'TopK-TYPE':
    case 'TDIS-TYPE':
      return <ProbabilisticView {...props} />;
    default:
      return <ModuleView {...props} />;
  }
}
