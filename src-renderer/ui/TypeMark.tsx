import { classNames } from './class-names.ts';
import { typeMark } from './type-marks.ts';

export interface TypeMarkProps {
  /** What TYPE replies: string, hash, ReJSON-RL, TSDB-TYPE, ... */
  readonly type: string;
  readonly size?: 'md' | 'lg' | undefined;
}

export function TypeMark({ type, size = 'md' }: TypeMarkProps) {
  const { hue, mark, name } = typeMark(type);
  return (
    <abbr
      className={classNames('ty no-underline', `ty-${hue}`, size === 'lg' && 'lg')}
      title={name}
    >
      {mark}
    </abbr>
  );
}
