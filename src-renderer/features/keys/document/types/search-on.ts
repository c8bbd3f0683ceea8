import type { Result } from '../../../../../src-shared/result.ts';
import type { Page } from './pages.ts';

/** Pages of a filtered scan that may find nothing: so many calls before the reader is asked to go on. */
const MOST_CALLS = 20;

/** Reads on while a filter finds nothing, so that one press of a button is worth something. */
export async function searchOn<Row>(
  from: string,
  signal: AbortSignal,
  read: (position: string) => Promise<Result<Page<Row, string>>>,
): Promise<Result<Page<Row, string>>> {
  let result = await read(from);
  for (let calls = 1; calls < MOST_CALLS; calls++) {
    if (signal.aborted || !result.ok || result.value.rows.length > 0 || result.value.next === null)
      return result;
    result = await read(result.value.next);
  }
  return result;
}
