import type { Input } from '../../../../../../src-shared/contract/index.ts';
import type { DistanceUnit } from '../../../../../../src-shared/contract/series.ts';
import { LIMITS } from '../../../../../../src-shared/limits.ts';

type Sent = Input<'geo.search'>;

/** As typed; a size of nothing asks for nothing. */
export interface Around {
  readonly center: string;
  readonly by: Sent['area']['by'];
  readonly radius: string;
  readonly width: string;
  readonly height: string;
  readonly unit: DistanceUnit;
  readonly order: Sent['order'];
  readonly count: number | null;
}

export const NOWHERE: Around = {
  center: '',
  by: 'radius',
  radius: '',
  width: '',
  height: '',
  unit: 'km',
  order: 'near',
  count: LIMITS.pageElements,
};

const NUMBER = /^[-+]?(\d{1,20}(\.\d{0,30})?|\.\d{1,30})$/;

export type AroundQuery = Omit<Sent, 'connection' | 'key'>;

/** What is asked; null while it cannot be read, or nothing is. The server judges the range of the figures. */
export function readAround(around: Around): AroundQuery | null {
  const { center, by, unit, order, count } = around;
  const [longitude = '', latitude = '', ...rest] = center.trim().split(/[\s,;]+/);
  const radius = around.radius.trim();
  const width = around.width.trim();
  const height = around.height.trim();
  const sizes = by === 'radius' ? [radius] : [width, height];
  const isRead =
    rest.length === 0 && [longitude, latitude, ...sizes].every((text) => NUMBER.test(text));
  if (!isRead || count === null) return null;
  const area = by === 'radius' ? { by, radius } : { by, width, height };
  return { longitude, latitude, area, unit, order, count };
}
