import { classNames } from './class-names.ts';
import { typeMark } from './type-marks.ts';

export interface TypeMarkProps {
  /** What TYPE replies: string, hash, ReJSON-RL, TSDB-TYPE, ... */
  readonly type: string;
  readonly size?: 'md' | 'lg' | undefined;
}

/** A drawing of the type's name: its letters come from the style sheet, and are no text of the row. */
export function TypeMark({ type, size = 'md' }: TypeMarkProps) {
  const { hue, mark, name } = typeMark(type);
  return (
    <span
      role="img"
      aria-label={name}
      title={name}
      data-mark={mark}
      className={classNames('ty', `ty-${hue}`, size === 'lg' && 'lg')}
    />
  );
}
