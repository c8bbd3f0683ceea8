import { escapeBytes } from '../../../../src-shared/redis-value.ts';
import { showSpaces } from '../../../ui/show-spaces.ts';

/** Below this a last part says little: "1", "best". */
const TELLING = 6;
const LONGEST = 28;

/** A name for a tab: its last part, with the one before where that alone says little, cut in the middle. */
export function shortName(key: Uint8Array, separator: string): string {
  const text = showSpaces(escapeBytes(key.subarray(0, 1_024)));
  if (text === '') return '""';
  const parts = text.split(separator);
  let name = parts.pop() ?? text;
  while (name.length < TELLING && parts.length > 0)
    name = `${parts.pop() ?? ''}${separator}${name}`;
  const characters = Array.from(name);
  if (characters.length <= LONGEST) return name;
  const half = LONGEST / 2;
  return `${characters.slice(0, half).join('')}…${characters.slice(1 - half).join('')}`;
}
