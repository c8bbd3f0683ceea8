import type { Aggregation } from '../../../../../../src-shared/contract/series.ts';

/** All that the server knows. */
export const aggregations: readonly { readonly value: Aggregation; readonly label: string }[] = [
  { value: 'avg', label: 'Average' },
  { value: 'min', label: 'Minimum' },
  { value: 'max', label: 'Maximum' },
  { value: 'range', label: 'Maximum less minimum' },
  { value: 'sum', label: 'Sum' },
  { value: 'count', label: 'Count' },
  { value: 'first', label: 'First' },
  { value: 'last', label: 'Last' },
  { value: 'std.p', label: 'Standard deviation, of all' },
  { value: 'std.s', label: 'Standard deviation, of a sample' },
  { value: 'var.p', label: 'Variance, of all' },
  { value: 'var.s', label: 'Variance, of a sample' },
  { value: 'twa', label: 'Average weighted by time' },
];
