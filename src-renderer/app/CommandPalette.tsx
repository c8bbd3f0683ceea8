import { Command as Cmdk } from 'cmdk';
import { CornerDownLeft, KeyRound, Search, Star } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { OpenConnection } from '../../src-shared/contract/connections.ts';
import { escapeBytes, toBinaryString } from '../../src-shared/redis-value.ts';
import { useClient } from '../client/client-context.ts';
import { EnvTag } from '../ui/EnvTag.tsx';
import { formatCount } from '../ui/format/count.ts';
import { Icon } from '../ui/Icon.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import { KeyName } from '../ui/KeyName.tsx';
import { Scrim } from '../ui/Scrim.tsx';
import { bookmarksOf } from './bookmarks/bookmarks-store.ts';
import type { Command } from './feature.ts';
import { features } from './features.ts';
import { type FoundKeys, LEAST_PART, useFoundKeys } from './find-keys.ts';
import { session, useSession } from './session-store.ts';
import { viewCommands } from './view-commands.ts';

const MOST_MARKED = 8;

interface Props {
  readonly connection: OpenConnection;
  readonly commands: readonly Command[];
}

/** One after the other: closing the palette and drawing a view take a frame each, not one long one. */
function closeAndRun(run: () => void): void {
  session.closePalette();
  requestAnimationFrame(run);
}

/** `>` only commands, `/` only keys; otherwise both. */
function readPrefix(text: string): {
  readonly scope: 'all' | 'commands' | 'keys';
  readonly query: string;
} {
  if (text.startsWith('>')) return { scope: 'commands', query: text.slice(1).trim() };
  if (text.startsWith('/')) return { scope: 'keys', query: text.slice(1).trim() };
  return { scope: 'all', query: text.trim() };
}

/** How much of the keyspace the list stands for. */
function coverage({ keys, scanned, of, done }: FoundKeys): string {
  if (scanned === 0) return 'by its whole name';
  const total = of === null ? '' : ` of ${formatCount(of)}`;
  const more = done ? '' : ', there may be more';
  return `${formatCount(keys.length)} found in ${formatCount(scanned)}${total} scanned${more}`;
}

/** Why there is no row. */
function emptyWords(query: string, scope: 'all' | 'commands' | 'keys', found: FoundKeys): string {
  if (scope === 'commands') return 'No command of that name';
  if (query === '') return 'Type a part of a key name';
  const { isLooking, scanned, of, done, error } = found;
  const total = of === null ? '' : ` of ${formatCount(of)}`;
  if (isLooking) return `Looking: ${formatCount(scanned)}${total} keys scanned`;
  if (query.length < LEAST_PART)
    return `No key of this name. From ${LEAST_PART} characters on it is also looked for in names`;
  if (error !== null) return 'Whether there is such a key is not known';
  return done
    ? `Nothing of that name in all ${formatCount(scanned)} keys scanned`
    : `Nothing of that name in ${formatCount(scanned)}${total} keys scanned. The whole name, or the filter of Keys, finds it`;
}

function KeyRows({ found, separator }: { readonly found: FoundKeys; readonly separator: string }) {
  const problems = [found.lookup, found.error].filter((problem) => problem !== null);
  return (
    <>
      {problems.map((problem) => (
        <p key={problem} role="status" className="px-3 py-2 text-12 text-danger">
          {problem}
        </p>
      ))}
      {found.keys.length === 0 ? null : <FoundRows found={found} separator={separator} />}
    </>
  );
}

function FoundRows({
  found,
  separator,
}: {
  readonly found: FoundKeys;
  readonly separator: string;
}) {
  return (
    <Cmdk.Group
      heading={
        <>
          Keys <span className="font-normal text-text-3">{coverage(found)}</span>
        </>
      }
    >
      {found.keys.map((key) => (
        <Cmdk.Item
          key={toBinaryString(key)}
          value={`key ${escapeBytes(key)}`}
          className="mi"
          onSelect={() => closeAndRun(() => session.openKey(key))}
        >
          <Icon icon={KeyRound} />
          <KeyName name={key} separator={separator} />
          <span className="end">
            <Icon icon={CornerDownLeft} size={12} />
          </span>
        </Cmdk.Item>
      ))}
    </Cmdk.Group>
  );
}

/** Favourites and recent keys whose name has the text in it. */
function MarkedRows({
  connection,
  query,
}: {
  readonly connection: OpenConnection;
  readonly query: string;
}) {
  const { favourites, recent } = useStore(bookmarksOf(useClient(), connection.id));
  const keys = favourites.filter(({ kind }) => kind === 'key').map(({ name }) => name);
  const groups = [
    ['Favourites', keys] as const,
    ['Recent keys', recent.map(({ name }) => name)] as const,
  ];
  const text = query.toLowerCase();
  return groups.map(([heading, names]) => {
    const shown = names
      .filter((name) => escapeBytes(name).toLowerCase().includes(text))
      .slice(0, MOST_MARKED);
    return shown.length === 0 ? null : (
      <Cmdk.Group key={heading} heading={heading}>
        {shown.map((name) => (
          <Cmdk.Item
            key={toBinaryString(name)}
            value={`${heading} ${escapeBytes(name)}`}
            className="mi"
            onSelect={() => closeAndRun(() => session.openKey(name))}
          >
            <Icon icon={heading === 'Favourites' ? Star : KeyRound} />
            <KeyName name={name} separator={connection.separators} />
          </Cmdk.Item>
        ))}
      </Cmdk.Group>
    );
  });
}

function CommandRows({
  commands,
  query,
}: {
  readonly commands: readonly Command[];
  readonly query: string;
}) {
  const ofView = useStore(viewCommands, (state) => state.commands);
  const words = query.toLowerCase().split(/\s+/);
  const shown = [...commands, ...ofView].filter(
    ({ id, title }) =>
      id !== 'palette' && words.every((word) => title.toLowerCase().includes(word)),
  );
  if (shown.length === 0) return null;
  return (
    <Cmdk.Group heading="Commands">
      {shown.map(({ id, title, detail, keys, run }) => (
        <Cmdk.Item
          key={id}
          value={`command ${id}`}
          className="mi"
          onSelect={() => closeAndRun(run)}
        >
          <span>{title}</span>
          {detail === undefined ? null : <span className="text-12 text-text-3">{detail}</span>}
          {keys === undefined ? null : (
            <span className="end">
              <Kbd keys={keys} />
            </span>
          )}
        </Cmdk.Item>
      ))}
    </Cmdk.Group>
  );
}

function PaletteBody({ connection, commands }: Props) {
  const client = useClient();
  const start = useSession((state) => state.paletteStart);
  const [text, setText] = useState(start);
  const { scope, query } = readPrefix(text);
  const found = useFoundKeys(client, connection.id, scope === 'commands' ? '' : query);
  return (
    <Cmdk shouldFilter={false} label="Go to a key, or run a command" loop>
      <div className="flex items-center gap-2 border-b border-border-1 px-3">
        <Icon icon={Search} size={16} className="text-text-3" />
        <Cmdk.Input
          value={text}
          onValueChange={setText}
          placeholder="Part of a key name, or a command"
          className="h-12 grow bg-transparent text-15 outline-none placeholder:text-text-3"
        />
        <EnvTag environment={connection.environment} />
      </div>
      <Cmdk.List className="palette-list">
        {scope === 'commands' ? null : <MarkedRows connection={connection} query={query} />}
        {scope === 'commands' ? null : <KeyRows found={found} separator={connection.separator} />}
        {scope === 'keys' ? null : <CommandRows commands={commands} query={query} />}
        <Cmdk.Empty className="px-3 py-6 text-center text-12 text-text-3">
          {emptyWords(query, scope, found)}
        </Cmdk.Empty>
      </Cmdk.List>
      <div className="flex items-center gap-4 border-t border-border-1 px-3 py-2 text-11 text-text-3">
        <span className="flex items-center gap-1.5">
          <Kbd keys="up" />
          <Kbd keys="down" /> move
        </span>
        <span className="flex items-center gap-1.5">
          <Kbd keys="enter" /> open
        </span>
        <span>
          <span className="mono">/</span> keys only
        </span>
        <span>
          <span className="mono">&gt;</span> commands only
        </span>
        <span className="grow" />
        <span className="flex items-center gap-1.5">
          <Kbd keys="esc" /> close
        </span>
      </div>
    </Cmdk>
  );
}

export function CommandPalette(props: Props) {
  const isOpen = useSession((state) => state.paletteOpen);
  const content = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isOpen) for (const { ahead } of features) ahead?.();
  }, [isOpen]);
  return (
    <Dialog.Root open={isOpen} onOpenChange={() => session.closePalette()}>
      <Dialog.Portal>
        <Scrim />
        <Dialog.Content
          className="pop palette"
          aria-describedby={undefined}
          onOpenAutoFocus={(event) => {
            // What is there already is written on, and not over.
            event.preventDefault();
            const line = content.current?.querySelector('input');
            line?.focus();
            line?.setSelectionRange(line.value.length, line.value.length);
          }}
          ref={content}
        >
          <Dialog.Title className="sr-only">Go to a key, or run a command</Dialog.Title>
          <PaletteBody {...props} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
