import type { Input } from '../../../../../../src-shared/contract/index.ts';

export type Unit = Input<'geo.search'>['unit'];

/** As typed; a radius of nothing asks for nothing. */
export interface Around {
  readonly center: string;
  readonly radius: string;
  readonly unit: Unit;
}

const NUMBER = /^[-+]?(\d{1,20}(\.\d{0,30})?|\.\d{1,30})$/;

export type AroundQuery = Pick<Input<'geo.search'>, 'longitude' | 'latitude' | 'radius' | 'unit'>;

/** What is asked; null while it cannot be read, or nothing is. The server judges the range of the figures. */
export function readAround({ center, radius, unit }: Around): AroundQuery | null {
  const [longitude = '', latitude = '', ...rest] = center.trim().split(/[\s,;]+/);
  const isRead =
    rest.length === 0 && [longitude, latitude, radius.trim()].every((text) => NUMBER.test(text));
  return isRead ? { longitude, latitude, radius: radius.trim(), unit } : null;
}
