import { typeMark } from './type-marks.ts';

/** The types found in a group as 6 px squares; give the most frequent first. */
export function TypeSquares({ types }: { readonly types: readonly string[] }) {
  if (types.length === 0) return null;
  const names = types.map((type) => typeMark(type).name).join(', ');
  return (
    <span className="inline-flex gap-0.5" role="img" aria-label={names} title={names}>
      {types.map((type) => (
        <i key={type} className={`td ty-${typeMark(type).hue}`} />
      ))}
    </span>
  );
}
