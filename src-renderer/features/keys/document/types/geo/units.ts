import type { DistanceUnit } from '../../../../../../src-shared/contract/series.ts';

export const units: readonly { readonly value: DistanceUnit; readonly label: string }[] = [
  { value: 'km', label: 'km' },
  { value: 'm', label: 'm' },
  { value: 'mi', label: 'mi' },
  { value: 'ft', label: 'ft' },
];
