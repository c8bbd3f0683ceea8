import { escapeBytes, toBytes } from '../../../../src-shared/redis-value.ts';
import { beginningOf, toMatch } from '../filter-text.ts';
import type { SidebarState } from '../sidebar-state.ts';
import type { BulkTarget } from './bulk-target.ts';

/** What the list's filter and type ask of the server, or why it cannot be asked that. */
export type Listed = { readonly target: BulkTarget } | { readonly obstacle: string };

type Filter = Pick<SidebarState, 'text' | 'filterMode' | 'filterProblem' | 'type'>;

/** All keys on the server that the list's filter and type mean, whether they are listed yet or not. */
export function listedTarget({ text, filterMode, filterProblem, type }: Filter): Listed {
  if (filterProblem !== null) return { obstacle: `The filter cannot be read: ${filterProblem}` };
  const match = text === '' ? null : toMatch(filterMode, text);
  if (text !== '' && match === null)
    return { obstacle: 'The server knows no regular expressions: filter by a part or a pattern' };
  // A part in small letters is found in the list whatever the case of a name, by SCAN only as it is written.
  const caseCounts = filterMode === 'part' && /[a-z]/u.test(text) && !/[A-Z]/u.test(text);
  const glob = match ?? toBytes('*');
  const ofType = type === null ? '' : ` of type ${type}`;
  const what =
    match === null
      ? type === null
        ? 'The whole database: every key in it'
        : `All keys${ofType}`
      : `Keys like ${escapeBytes(glob)}${ofType}${caseCounts ? ', case as written' : ''}`;
  const selection = { kind: 'pattern', match: glob, type, prefix: null } as const;
  return { target: { selection, what, prefix: beginningOf(glob), keys: null } };
}
