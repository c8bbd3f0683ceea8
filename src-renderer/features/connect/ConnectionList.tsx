import { Box, KeyRound, Lock, Play, Plus, Search } from 'lucide-react';
import { useRef, useState } from 'react';
import { useStore } from 'zustand';
import type {
  Environment,
  Profile,
  ProfileFields,
} from '../../../src-shared/contract/connections.ts';
import { useListingKeys } from '../../app/keyboard.ts';
import { useSession } from '../../app/session-store.ts';
import { Button } from '../../ui/Button.tsx';
import { environmentClass, environmentName } from '../../ui/EnvTag.tsx';
import { formatClock } from '../../ui/format/clock.ts';
import { Icon } from '../../ui/Icon.tsx';
import { SearchField } from '../../ui/SearchField.tsx';
import { SkeletonRows } from '../../ui/Skeleton.tsx';
import type { ConnectStore } from './connect-store.ts';
import { formId, newDraft, toDraft } from './draft.ts';

const environments: readonly Environment[] = ['local', 'staging', 'production'];

function SandboxCard({ store }: { readonly store: ConnectStore }) {
  const busy = useStore(store, (state) => state.busy);
  const isOpen = useSession(({ connections }) => connections.some(({ sandbox }) => sandbox));
  const words = isOpen ? 'Show the open sandbox' : 'Open the sandbox';
  return (
    <section className="card m-3 p-3.5" aria-label="Sandbox">
      <div className="flex gap-3">
        <span className="grid h-[34px] w-[34px] flex-none place-items-center rounded-3 bg-press text-accent-text">
          <Icon icon={Box} size={18} />
        </span>
        <div>
          <h2 className="font-strong">No server at hand?</h2>
          <p className="mt-1 text-12 text-text-2">
            Starts a private Redis on this computer, filled with a demo shop: 5,000 products with
            live prices, search, queues and sessions.
          </p>
        </div>
      </div>
      <Button
        tone="primary"
        size="lg"
        icon={Play}
        keys="mod+shift+o"
        busy={busy === 'sandbox'}
        className="mt-3 w-full"
        onClick={() => void store.openSandbox()}
      >
        {busy === 'sandbox' ? 'Starting the sandbox' : words}
      </Button>
      <p className="mt-2 text-11 text-text-3">
        Listens on this computer only, and stops with Redstart. Nothing leaves this computer.
      </p>
    </section>
  );
}

interface RowProps {
  readonly fields: ProfileFields;
  readonly isOn: boolean;
  /** When it was opened last, or that it is not saved. */
  readonly note: string | null;
  readonly onSelect: () => void;
  readonly onOpen?: () => void;
}

function Row({ fields, isOn, note, onSelect, onOpen }: RowProps) {
  const { name, environment, host, port, db, readOnly } = fields;
  return (
    <button
      type="button"
      className={`mx-1.5 flex h-[46px] w-[calc(100%-12px)] items-center gap-2.5 rounded-2 pr-3 text-left hover:bg-hover ${environmentClass(environment)} ${isOn ? 'bg-selected' : ''}`}
      aria-current={isOn}
      onClick={onSelect}
      onDoubleClick={onOpen}
      onKeyDown={(event) => {
        if (
          event.key !== 'Enter' ||
          !isOn ||
          onOpen === undefined ||
          event.ctrlKey ||
          event.metaKey
        )
          return;
        event.preventDefault();
        onOpen();
      }}
    >
      <span className="ml-[7px] h-[26px] w-[3px] flex-none rounded-[2px] bg-(--envf)" />
      <span className="min-w-0 grow">
        <span className="flex items-center gap-1.5 font-medium">
          <span className="ell">{name}</span>
          {readOnly ? <Icon icon={Lock} size={12} className="text-text-3" /> : null}
        </span>
        <span className={`ell block text-12 ${isOn ? 'text-text-2' : 'text-text-3'}`}>
          {host}:{port}
          {db === 0 ? '' : `/${db}`}
        </span>
      </span>
      {note === null ? null : (
        <span className={`flex-none text-11 ${isOn ? 'text-text-2' : 'text-text-3'}`}>{note}</span>
      )}
    </button>
  );
}

function SavedRow({ store, profile }: { readonly store: ConnectStore; readonly profile: Profile }) {
  const isOn = useStore(store, (state) => state.draft.id === profile.id);
  const isEdited = useStore(store, ({ edited }) => edited.has(profile.id));
  const opened = profile.lastOpenedMs === null ? null : formatClock(profile.lastOpenedMs);
  return (
    <Row
      fields={profile}
      isOn={isOn}
      note={isEdited ? 'Edited' : opened}
      onSelect={() => store.select(toDraft(profile))}
      onOpen={() => void store.open(profile.id, null)}
    />
  );
}

/** New ones that something is written in. */
function UnsavedRows({ store }: { readonly store: ConnectStore }) {
  const shown = useStore(store, ({ draft }) => formId(draft));
  const edited = useStore(store, (state) => state.edited);
  const unsaved = [...edited.values()].filter(({ id }) => id === null);
  if (unsaved.length === 0) return null;
  return (
    <section aria-label="Not saved yet">
      <h3 className="px-3.5 pt-2.5 pb-1 text-12 font-medium text-text-2">Not saved yet</h3>
      {unsaved.map((draft) => (
        <Row
          key={formId(draft)}
          fields={draft.fields}
          isOn={shown === formId(draft)}
          note={null}
          onSelect={() => store.select(draft)}
        />
      ))}
    </section>
  );
}

function Groups({ store, filter }: { readonly store: ConnectStore; readonly filter: string }) {
  const list = useStore(store, (state) => state.list);
  if (list.status === 'loading')
    return <SkeletonRows rows={4} columns={[null, 60]} label="Loading connections" />;
  const wanted = filter.toLowerCase();
  const shown = list.profiles.filter(({ name, host }) =>
    `${name} ${host}`.toLowerCase().includes(wanted),
  );
  if (shown.length === 0)
    return (
      <p className="px-3.5 py-3 text-12 text-text-3">
        {list.profiles.length === 0 ? 'No connection saved yet' : `No connection matches ${filter}`}
      </p>
    );
  return environments.map((environment) => {
    const group = shown.filter((profile) => profile.environment === environment);
    return group.length === 0 ? null : (
      <section key={environment} aria-label={environmentName(environment)}>
        <h3
          className={`flex items-center gap-[7px] px-3.5 pt-2.5 pb-1 text-12 font-medium text-text-2 ${environmentClass(environment)}`}
        >
          <i className="dot text-(--envf)" />
          {environmentName(environment)}
        </h3>
        {group.map((profile) => (
          <SavedRow key={profile.id} store={store} profile={profile} />
        ))}
      </section>
    );
  });
}

export function ConnectionList({ store }: { readonly store: ConnectStore }) {
  const [filter, setFilter] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useListingKeys(field);
  const list = useStore(store, (state) => state.list);
  const secrets = useStore(store, (state) => state.secretStorage);
  return (
    <aside className="side border-r border-border-1" aria-label="Connections">
      <SandboxCard store={store} />
      <div className="flex items-center gap-2 px-3 pb-2">
        <h2 className="font-strong">Connections</h2>
        <span className="count">{list.status === 'ready' ? list.profiles.length : ''}</span>
        <span className="grow" />
        <Button size="sm" icon={Plus} keys="mod+n" onClick={() => store.select(newDraft())}>
          New
        </Button>
      </div>
      <div className="px-3 pb-1">
        <SearchField
          ref={field}
          label="Filter connections"
          keys="/"
          placeholder="Filter connections"
          icon={Search}
          value={filter}
          onChange={setFilter}
        />
      </div>
      <div className="scroll pb-3">
        <UnsavedRows store={store} />
        <Groups store={store} filter={filter} />
        {list.status === 'ready'
          ? list.problems.map((problem) => (
              <p key={problem} className="px-3.5 py-2 text-12 text-warning">
                {problem}
              </p>
            ))
          : null}
      </div>
      {secrets === null ? null : (
        <p className="flex items-start gap-2 border-t border-border-1 px-3 py-2 text-11 text-text-3">
          <Icon icon={KeyRound} size={12} className="mt-0.5" />
          <span>{secrets.reason}</span>
        </p>
      )}
    </aside>
  );
}
