import type { StoreApi } from 'zustand/vanilla';
import type { ConnectionId } from '../../../src-shared/contract/define.ts';
import { LIMITS } from '../../../src-shared/limits.ts';
import type { Client } from '../../client/client.ts';
import { type RemoteIndex, unlessClosed } from './arena/connect-indexes.ts';
import type { Needle } from './arena/needle.ts';
import { PatternError } from './arena/pattern/nodes.ts';
import {
  beginningText,
  hasType,
  type Scope,
  toBeginning,
  toMatch,
  toName,
  toNeedle,
} from './filter-text.ts';
import type { RowsFeed } from './rows-feed.ts';
import { type FilterMode, newSidebar, type SidebarState } from './sidebar-state.ts';

/** A name typed in full is asked for when typing rests. */
const TYPING_MS = 300;

export interface ListFilterOptions {
  readonly client: Client;
  readonly connection: ConnectionId;
  readonly store: StoreApi<SidebarState>;
  readonly feed: RowsFeed;
  readonly index: () => RemoteIndex;
  /** Lists what the server has of this. */
  readonly list: (scope: Scope) => void;
}

const nothingChosen = { active: newSidebar.active, selected: newSidebar.selected };

const sameScope = (a: Scope, b: Scope): boolean =>
  a.type === b.type && String(a.match) === String(b.match);

/** The filter's text narrows what is listed; on Enter it goes to the server, as a type does. */
export function createListFilter({
  client,
  connection,
  store,
  feed,
  index,
  list,
}: ListFilterOptions) {
  let typing: ReturnType<typeof setTimeout> | null = null;

  function stopTyping(): void {
    if (typing !== null) clearTimeout(typing);
    typing = null;
  }

  function whenTypingRests(run: () => void): void {
    stopTyping();
    typing = setTimeout(run, TYPING_MS);
  }

  function show(scope: Scope): void {
    if (sameScope(scope, store.getState().scope)) {
      void feed.change();
      return;
    }
    store.setState({ scope, active: newSidebar.active, selected: new Map() });
    feed.unsettle();
    list(scope);
    void feed.change();
  }

  function ask(match: Uint8Array): void {
    store.setState({ effect: 'server', needle: null });
    show({ match, type: store.getState().type });
  }

  /** A name typed in full is found, whatever has been scanned; why it is not known is said. */
  async function findExact(name: Uint8Array): Promise<void> {
    if (name.length > LIMITS.nameBytes) return;
    const asked = index();
    const { text, type } = store.getState();
    const result = await client.call('keys.describe', { connection, keys: [name] });
    if (asked !== index() || text !== store.getState().text) return;
    const facts = result.ok ? result.value[0] : undefined;
    if (!result.ok)
      store.setState({ lookup: `Not looked up by its name: ${result.error.message}` });
    else if (facts?.state === 'refused')
      store.setState({ lookup: `This user may not read a key of that name: ${facts.reason}` });
    if (facts?.state !== 'present' || (type !== null && !hasType(facts, type))) return;
    // Into the list whatever it asked the server for: `a[1]` is no name that the pattern a[1] matches.
    await unlessClosed(asked.addPage(name.slice(), Uint32Array.of(name.length)));
    feed.refresh();
  }

  function findSoon(): void {
    const { filterMode, text } = store.getState();
    const name = toName(filterMode, text);
    if (name !== null) whenTypingRests(() => void findExact(name));
  }

  function narrow(change: Pick<SidebarState, 'text' | 'filterMode'>): void {
    stopTyping();
    store.setState({ ...change, ...nothingChosen, lookup: null });
    let needle: Needle | null;
    try {
      needle = toNeedle(change.filterMode, change.text);
    } catch (thrown) {
      if (!(thrown instanceof PatternError)) throw thrown;
      store.setState({ filterProblem: thrown.message });
      return;
    }
    store.setState({ needle, filterProblem: null, effect: needle === null ? 'none' : 'listed' });
    show({ match: null, type: store.getState().type });
    findSoon();
  }

  return {
    setText(text: string): void {
      narrow({ text, filterMode: store.getState().filterMode });
    },
    setFilterMode(filterMode: FilterMode): void {
      narrow({ text: store.getState().text, filterMode });
    },
    /** Enter: the text goes to the server, as a part of a name where it is no pattern. */
    submitText(): void {
      const { text, filterMode } = store.getState();
      const match = text === '' ? null : toMatch(filterMode, text);
      if (match === null) return;
      ask(match);
      findSoon();
    },
    /** Lists the folder with this prefix alone, as the server has it. */
    listBelow(prefix: Uint8Array): void {
      stopTyping();
      store.setState({
        text: beginningText(prefix),
        filterMode: 'glob',
        filterProblem: null,
        lookup: null,
        ...nothingChosen,
      });
      ask(toBeginning(prefix));
    },
    setType(type: string | null): void {
      store.setState({ type });
      show({ match: store.getState().scope.match, type });
    },
    dispose: stopTyping,
  };
}
