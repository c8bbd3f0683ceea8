import { formatCount } from '../../../ui/format/count.ts';
import { TypeMark } from '../../../ui/TypeMark.tsx';

/** How many keys of each type. */
export function TypeCounts({
  types,
}: {
  readonly types: readonly { readonly type: string; readonly count: number }[];
}) {
  return types.map(({ type, count }) => (
    <span key={type} className="inline-flex items-center gap-1">
      <TypeMark type={type} />
      {formatCount(count)}
    </span>
  ));
}
