import { formatCountOf } from '../ui/format/count.ts';
import type { PatternScanState } from './pattern-scan.ts';

/** What a list of a pattern says when it has no row: never more than was looked at. */
export function emptyScanWords(
  { status, pattern, refused }: Pick<PatternScanState<unknown>, 'status' | 'pattern' | 'refused'>,
  noun: string,
  none: string,
): { readonly title: string; readonly text: string } {
  if (status === 'failed')
    return {
      title: `Whether there are ${noun} is not known`,
      text: `The keys like ${pattern} could not be listed`,
    };
  if (refused > 0)
    return {
      title: `No ${noun} that this user may read`,
      text: `${formatCountOf(refused, 'key')} like ${pattern} may be ${noun}: their values are kept from this user`,
    };
  return status === 'stopped'
    ? { title: `No ${noun} found so far`, text: `Not all keys were looked at. ${none}` }
    : { title: `No ${noun} found`, text: none };
}
