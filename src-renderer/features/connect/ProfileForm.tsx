import { Copy, Link, Lock, PlugZap, RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { Environment } from '../../../src-shared/contract/connections.ts';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { environmentClass } from '../../ui/EnvTag.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Field } from '../../ui/Field.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { NumberField } from '../../ui/NumberField.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { SeparatorsField } from '../../ui/SeparatorsField.tsx';
import { Switch } from '../../ui/Switch.tsx';
import type { ConnectStore } from './connect-store.ts';
import {
  type Draft,
  formId,
  missingOf,
  newDraft,
  type NumberName,
  pasteUrl,
  redactedUrl,
  withFields,
  withWrong,
} from './draft.ts';
import { PasswordField } from './PasswordField.tsx';
import { TestResult } from './TestResult.tsx';
import { TlsSection } from './TlsSection.tsx';

const shortNames: Readonly<Record<Environment, string>> = {
  local: 'Local',
  staging: 'Staging',
  production: 'Prod',
};
const environments = (['local', 'staging', 'production'] as const).map((value) => ({
  value,
  label: shortNames[value],
  mark: <i className={`dot text-(--envf) ${environmentClass(value)}`} />,
}));

function UrlField({
  draft,
  onDraft,
}: {
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const [note, setNote] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const take = (text: string): void => {
    const pasted = pasteUrl(draft, text);
    if (typeof pasted === 'string') {
      setTyped(text);
      setError(text === '' ? null : pasted);
      return;
    }
    // Once understood it lives in the fields below: the password does not stay on screen.
    setTyped(null);
    setError(null);
    const ignored = pasted.ignored.length === 0 ? '' : `; not used: ${pasted.ignored.join(', ')}`;
    setNote(`${pasted.filled} fields filled in${ignored}`);
    onDraft(pasted.draft);
  };
  return (
    <Field
      label="Paste a URL"
      mono
      icon={Link}
      value={typed ?? (draft.isEdited ? redactedUrl(draft) : '')}
      placeholder="redis://user:password@host:6379/0"
      onChange={setTyped}
      onPaste={(event) => {
        event.preventDefault();
        take(event.clipboardData.getData('text'));
      }}
      onBlur={() => {
        if (typed !== null) take(typed);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && typed !== null) take(typed);
      }}
      end={note === null || error !== null ? undefined : <span className="tag ok">{note}</span>}
      error={error}
    />
  );
}

function Fields({ store, draft }: { readonly store: ConnectStore; readonly draft: Draft }) {
  const { fields } = draft;
  const change = (part: Parameters<typeof withFields>[1]): void =>
    store.edit(withFields(store.getState().draft, part));
  const wrong = (name: NumberName) => (isWrong: boolean) =>
    store.edit(withWrong(store.getState().draft, name, isWrong));
  return (
    <div className="flex flex-col gap-4 px-6 py-5">
      <UrlField key={formId(draft)} draft={draft} onDraft={(next) => store.edit(next)} />
      <div className="grid grid-cols-[1fr_220px] gap-3">
        <Field
          label="Name"
          value={fields.name}
          maxLength={200}
          onChange={(name) => change({ name })}
          error={fields.name === '' ? 'Give it a name' : null}
        />
        <div>
          <span className="lab">Environment</span>
          <Segmented
            label="Environment"
            isFilling
            value={fields.environment}
            segments={environments}
            onChange={(environment) => change({ environment })}
          />
        </div>
      </div>
      <div className="grid grid-cols-[1fr_96px_96px] gap-3">
        <Field
          label="Host"
          mono
          value={fields.host}
          onChange={(host) => change({ host: host.trim() })}
          error={fields.host === '' ? 'A name or an address' : null}
        />
        <NumberField
          key={`port of ${formId(draft)}`}
          label="Port"
          mono
          integer
          min={1}
          max={65_535}
          value={fields.port}
          onChange={(port) => port !== null && change({ port })}
          onWrong={wrong('port')}
        />
        <NumberField
          key={`database of ${formId(draft)}`}
          label="Database"
          mono
          integer
          min={0}
          max={65_535}
          value={fields.db}
          onChange={(db) => db !== null && change({ db })}
          onWrong={wrong('database')}
        />
      </div>
      <div className="grid grid-cols-2 gap-3">
        <Field
          label="User (optional)"
          mono
          value={fields.username}
          onChange={(username) => change({ username })}
        />
        <PasswordField key={formId(draft)} draft={draft} onDraft={(next) => store.edit(next)} />
      </div>
      <TlsSection store={store} tls={fields.tls} onTls={(tls) => change({ tls })} />
      <div className="grid grid-cols-[160px_1fr] gap-3">
        <SeparatorsField
          key={formId(draft)}
          value={fields.separators}
          onChange={(separators) => change({ separators: [...(separators ?? [])] })}
        />
        <div>
          <span className="lab">Protocol</span>
          <Segmented
            label="Protocol"
            value={fields.protocol === 3 ? '3' : '2'}
            segments={[
              { value: '3', label: 'RESP3' },
              { value: '2', label: 'RESP2' },
            ]}
            onChange={(value) => change({ protocol: value === '3' ? 3 : 2 })}
          />
        </div>
      </div>
      <div className="flex items-start gap-3 rounded-3 border border-border-2 p-3">
        <Switch
          label="Read-only"
          labelHidden
          checked={fields.readOnly}
          onChange={(readOnly) => change({ readOnly })}
        />
        <div>
          <div className="flex items-center gap-1.5 font-medium">
            <Icon icon={Lock} />
            Read-only
          </div>
          <p className="text-12 text-text-3">
            Redstart refuses every command that writes. You can unlock for 10 minutes from the
            status bar.
          </p>
        </div>
      </div>
    </div>
  );
}

function Head({ store, draft }: { readonly store: ConnectStore; readonly draft: Draft }) {
  const { id, fields } = draft;
  const [isRemoving, setIsRemoving] = useState(false);
  const state = id === null ? 'Not saved yet' : draft.isEdited ? 'Edited; not saved yet' : 'Saved';
  return (
    <div className="flex items-center gap-2 border-b border-border-1 px-6 py-3.5">
      <div className="min-w-0 grow">
        <h1 className="ell text-15 font-strong">{fields.name}</h1>
        <p className="mt-0.5 text-12 text-text-3">{state}</p>
      </div>
      {draft.isEdited ? (
        <Button size="sm" icon={RotateCcw} onClick={() => store.discard()}>
          Discard
        </Button>
      ) : null}
      {id === null ? null : (
        <>
          <Button
            size="sm"
            icon={Copy}
            onClick={() =>
              store.edit({
                ...newDraft(),
                fields: { ...fields, name: `${fields.name} copy` },
                isEdited: true,
              })
            }
          >
            Duplicate
          </Button>
          <Button size="sm" tone="danger-soft" icon={Trash2} onClick={() => setIsRemoving(true)}>
            Remove
          </Button>
          <ConfirmDialog
            isOpen={isRemoving}
            onCancel={() => setIsRemoving(false)}
            onConfirm={() => {
              setIsRemoving(false);
              void store.remove(id);
            }}
            environment={fields.environment}
            server={`${fields.host}:${fields.port}`}
            title={`Remove ${fields.name}?`}
            undo={{
              isPossible: false,
              text: 'Its saved password goes with it. Nothing changes on the server.',
            }}
            confirmLabel="Remove connection"
          />
        </>
      )}
    </div>
  );
}

export function ProfileForm({ store }: { readonly store: ConnectStore }) {
  const draft = useStore(store, (state) => state.draft);
  const busy = useStore(store, (state) => state.busy);
  const error = useStore(store, (state) => state.error);
  const test = useStore(store, (state) => state.test);
  const incomplete = missingOf(draft);
  return (
    <>
      <Head store={store} draft={draft} />
      {error === null ? null : <ErrorNotice error={error} />}
      <div className="grid min-h-0 grow grid-cols-[minmax(0,1fr)_330px] max-[1180px]:grid-cols-1 max-[1180px]:grid-rows-[minmax(0,1fr)_fit-content(45%)]">
        <div className="scroll">
          <Fields store={store} draft={draft} />
        </div>
        <TestResult test={test} />
      </div>
      <div className="flex items-center gap-2 border-t border-border-1 bg-surface-1 px-6 py-3">
        <Button
          icon={PlugZap}
          keys="mod+r"
          busy={test.status === 'running'}
          disabledReason={incomplete}
          onClick={() => void store.test()}
        >
          {test.status === 'running' ? 'Testing' : 'Test'}
        </Button>
        <span className="grow" />
        <Button
          keys="mod+s"
          busy={busy === 'saving'}
          disabledReason={incomplete}
          onClick={() => void store.save()}
        >
          Save
        </Button>
        <Button
          tone="primary"
          keys="mod+enter"
          busy={busy === 'connecting'}
          disabledReason={incomplete}
          onClick={() => void store.saveAndConnect()}
        >
          {busy === 'connecting' ? 'Connecting' : 'Save and connect'}
        </Button>
      </div>
    </>
  );
}
