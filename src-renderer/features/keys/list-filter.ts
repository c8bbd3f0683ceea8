import type { StoreApi } from 'zustand/vanilla';
import type { ConnectionId } from '../../../src-shared/contract/define.ts';
import { LIMITS } from '../../../src-shared/limits.ts';
import type { Client } from '../../client/client.ts';
import { type RemoteIndex, unlessClosed } from './arena/connect-indexes.ts';
import {
  beginningText,
  isGlob,
  type Scope,
  toBeginning,
  toContaining,
  toGlob,
  toLiteral,
} from './filter-text.ts';
import type { RowsFeed } from './rows-feed.ts';
import { newSidebar, type SidebarState } from './sidebar-state.ts';

/** A pattern is sent when typing rests; a name typed in full is asked for at about the same time. */
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

/** The filter's text narrows what is listed; a pattern, Enter and a type go to the server. */
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

  /** A name typed in full is found, whatever has been scanned. */
  async function findExact(name: Uint8Array): Promise<void> {
    if (name.length > LIMITS.nameBytes) return;
    const asked = index();
    const result = await client.call('keys.describe', { connection, keys: [name] });
    const facts = result.ok ? result.value[0] : undefined;
    if (facts?.state !== 'present' || asked !== index()) return;
    const { type } = store.getState();
    if (type !== null && type.toLowerCase() !== facts.type.toLowerCase()) return;
    await unlessClosed(asked.change([name], true));
    feed.refresh();
  }

  return {
    setText(text: string): void {
      store.setState({ text, active: newSidebar.active, selected: new Map() });
      if (isGlob(text)) {
        whenTypingRests(() => ask(toGlob(text)));
        return;
      }
      stopTyping();
      const needle = text === '' ? null : toLiteral(text);
      store.setState({ needle, effect: needle === null ? 'none' : 'listed' });
      show({ match: null, type: store.getState().type });
      if (needle !== null) whenTypingRests(() => void findExact(needle));
    },
    /** Enter: the text goes to the server, as a part of a name where it is no pattern. */
    submitText(): void {
      const { text } = store.getState();
      if (text === '') return;
      stopTyping();
      ask(isGlob(text) ? toGlob(text) : toContaining(text));
      if (!isGlob(text)) void findExact(toLiteral(text));
    },
    /** Lists the folder with this prefix alone, as the server has it. */
    listBelow(prefix: Uint8Array): void {
      stopTyping();
      store.setState({ text: beginningText(prefix), ...nothingChosen });
      ask(toBeginning(prefix));
    },
    setType(type: string | null): void {
      store.setState({ type });
      show({ match: store.getState().scope.match, type });
    },
    dispose: stopTyping,
  };
}
