import { Lock, TriangleAlert } from 'lucide-react';
import { type KeyboardEvent, useId, useMemo, useState } from 'react';
import type { OpenConnection } from '../../../../src-shared/contract/connections.ts';
import { commandLine } from '../../../../src-shared/edit-commands.ts';
import { LIMITS } from '../../../../src-shared/limits.ts';
import { newKeyCommands, type NewKeyCommand } from '../../../../src-shared/new-key-commands.ts';
import { toBytes } from '../../../../src-shared/redis-value.ts';
import { Banner } from '../../../ui/Banner.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Checkbox } from '../../../ui/Checkbox.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { EnvTag } from '../../../ui/EnvTag.tsx';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { Field } from '../../../ui/Field.tsx';
import { Segmented } from '../../../ui/Segmented.tsx';
import { Select } from '../../../ui/Select.tsx';
import { isModKey } from '../../../ui/platform.ts';
import { useNow } from '../../../ui/TtlText.tsx';
import { typeMark } from '../../../ui/type-marks.ts';
import { readTtl, toLocalTime, type TtlDraft } from '../document/head/ttl-input.ts';
import { TtlFields, ttlModes } from '../document/head/TtlFields.tsx';
import { typedBytes } from '../document/types/edit/edit-draft.ts';
import { writeLock } from '../../../app/write-lock.ts';
import { type NewKeyForm as Form, newKeyForms, whyNot } from './new-key-forms.ts';
import type { NewKey, NewKeyDialog, NewKeyState } from './new-key.ts';

const SHOWN_ARGUMENT = 160;
const SHOWN_ARGUMENTS = 24;

/** The command as it will run; what is long is cut. */
function shownLine([name, ...args]: NewKeyCommand): string {
  let isCut = args.length > SHOWN_ARGUMENTS;
  const short = args.slice(0, SHOWN_ARGUMENTS).map((arg) => {
    const bytes = typeof arg === 'string' ? toBytes(arg) : arg;
    isCut ||= bytes.byteLength > SHOWN_ARGUMENT;
    return bytes.subarray(0, SHOWN_ARGUMENT);
  });
  return `${commandLine([name, ...short])}${isCut ? ' …' : ''}`;
}

function nameOf(text: string): Uint8Array | string {
  if (text === '') return 'Write a name';
  const key = typedBytes(text);
  if (typeof key !== 'string' && key.byteLength > LIMITS.nameBytes) return 'The name is too long';
  return key;
}

interface LongTextProps {
  readonly label: string;
  readonly text: string;
  readonly onChange: (text: string) => void;
}

function LongText({ label, text, onChange }: LongTextProps) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="lab">
        {label}
      </label>
      <div className="field mono h-auto p-2">
        <textarea
          id={id}
          rows={6}
          spellCheck={false}
          className="w-full resize-y bg-transparent whitespace-pre-wrap outline-none"
          value={text}
          onChange={(event) => {
            onChange(event.currentTarget.value);
          }}
        />
      </div>
    </div>
  );
}

interface PartsProps {
  readonly form: Form;
  readonly texts: readonly string[];
  readonly onChange: (texts: readonly string[]) => void;
}

function Parts({ form, texts, onChange }: PartsProps) {
  const write = (index: number) => (text: string) => {
    onChange(texts.with(index, text));
  };
  return (
    <div className="flex flex-col gap-3">
      {form.parts.map(({ label, isLong, placeholder }, index) =>
        isLong === true ? (
          <LongText key={label} label={label} text={texts[index] ?? ''} onChange={write(index)} />
        ) : (
          <Field
            key={label}
            label={label}
            mono
            placeholder={placeholder}
            value={texts[index] ?? ''}
            onChange={write(index)}
          />
        ),
      )}
      {form.hint === '' ? null : <p className="hint -mt-2">{form.hint}</p>}
    </div>
  );
}

interface TtlProps {
  readonly draft: TtlDraft;
  readonly error: string | null;
  readonly onChange: (draft: TtlDraft) => void;
}

function Ttl({ draft, error, onChange }: TtlProps) {
  return (
    <section aria-label="TTL">
      <h3 className="lab">TTL</h3>
      <Segmented
        label="When the key expires"
        className="mb-2 w-fit"
        value={draft.mode}
        segments={ttlModes}
        onChange={(mode) => {
          onChange({ ...draft, mode });
        }}
      />
      <TtlFields
        draft={draft}
        error={error}
        onChange={(change) => {
          onChange({ ...draft, ...change });
        }}
      />
    </section>
  );
}

/** The commands that will run, or what is still missing. */
function Commands({ made }: { readonly made: NewKey | string }) {
  if (typeof made === 'string')
    return (
      <p role="status" className="text-12 text-text-3">
        {made}
      </p>
    );
  return (
    <div>
      <div aria-label="Commands" role="group" className="flex flex-col gap-1">
        {newKeyCommands(made.key, made.value, made.ttlMs).map((command) => (
          <div key={command[0]} className="mono selectable text-12 wrap-anywhere text-text-2">
            {shownLine(command)}
          </div>
        ))}
      </div>
      <p className="mt-1 text-11 text-text-3">
        All of it or nothing: where a key of this name is there, nothing is written.
      </p>
    </div>
  );
}

export interface NewKeyFormProps {
  readonly dialog: NewKeyDialog;
  readonly connection: OpenConnection;
  readonly state: Extract<NewKeyState, { readonly status: 'open' }>;
}

/** Name, type, first value and TTL of a key that is not there yet. */
export function NewKeyForm({ dialog, connection, state }: NewKeyFormProps) {
  const [name, setName] = useState(state.begin);
  const [form, setForm] = useState<Form>(newKeyForms[0]);
  const [drafts, setDrafts] = useState<Readonly<Record<string, readonly string[]>>>({});
  const [hasEscapes, setHasEscapes] = useState(false);
  const [ttl, setTtl] = useState<TtlDraft>(() => ({
    mode: 'never',
    duration: '1 h',
    at: toLocalTime(Date.now() + 3_600_000),
  }));
  const texts = drafts[form.kind] ?? form.parts.map(({ text }) => text);
  const value = useMemo(() => form.read(texts, hasEscapes), [form, texts, hasEscapes]);
  const key = nameOf(name);
  const { isRunning, error, taken } = state;

  const read = (nowMs: number): NewKey | string => {
    const expiry = readTtl(ttl, nowMs);
    if (typeof key === 'string') return key;
    if (typeof value === 'string') return value;
    return expiry.ok ? { key, value, ttlMs: expiry.ttlMs } : expiry.error;
  };
  const drawnAtMs = useNow(true);
  const expiry = readTtl(ttl, drawnAtMs);
  const made = read(drawnAtMs);
  const lock =
    typeof made === 'string'
      ? writeLock(connection, 'set')
      : (newKeyCommands(made.key, made.value, made.ttlMs)
          .map(([command]) => writeLock(connection, command))
          .find((reason) => reason !== null) ?? null);
  const reason = lock ?? (typeof made === 'string' ? made : null);
  const create = (): void => {
    // An absolute time has come nearer since it was drawn.
    const now = read(Date.now());
    if (typeof now !== 'string' && lock === null) void dialog.create(now, form.type);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    const isField = event.target instanceof HTMLInputElement && event.target.type !== 'checkbox';
    if (!isField && !isModKey(event)) return;
    event.preventDefault();
    create();
  };
  return (
    <Dialog
      isOpen
      onClose={dialog.close}
      size="lg"
      title="New key"
      description={
        <span className="flex items-center gap-2">
          <EnvTag environment={connection.environment} />
          <span className="ell">
            {connection.name}, {connection.address}, db{connection.db}
          </span>
        </span>
      }
      footer={
        <>
          <Button keys="esc" onClick={dialog.close}>
            Cancel
          </Button>
          <Button
            tone="primary"
            icon={lock === null ? undefined : Lock}
            keys="mod+enter"
            busy={isRunning}
            disabledReason={isRunning ? null : reason}
            onClick={create}
          >
            {isRunning ? 'Creating' : 'Create'}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3" onKeyDown={onKeyDown}>
        <div className="grid grid-cols-[minmax(0,1fr)_12rem] items-start gap-3">
          <Field
            label="Name"
            mono
            value={name}
            error={name !== '' && typeof key === 'string' ? key : null}
            onFocus={({ currentTarget }) => {
              // Behind the prefix of the folder.
              currentTarget.setSelectionRange(name.length, name.length);
            }}
            onChange={(text) => {
              setName(text);
              dialog.touch();
            }}
          />
          <Select
            label="Type"
            labelHidden={false}
            size="md"
            soft={false}
            value={form.kind}
            options={newKeyForms.map((one) => ({
              value: one.kind,
              label: one.label,
              disabledReason: whyNot(one, connection.facts) ?? undefined,
            }))}
            onChange={(kind) => {
              const next = newKeyForms.find((one) => one.kind === kind);
              if (next === undefined || whyNot(next, connection.facts) !== null) return;
              setForm(next);
              dialog.touch();
            }}
          />
        </div>
        <Parts
          form={form}
          texts={texts}
          onChange={(next) => {
            setDrafts({ ...drafts, [form.kind]: next });
            dialog.touch();
          }}
        />
        {form.kind === 'string' ? (
          <Checkbox
            label={
              <>
                With escapes: <span className="mono">\n</span>, <span className="mono">\xff</span>,{' '}
                <span className="mono">\\</span>
              </>
            }
            checked={hasEscapes}
            onChange={setHasEscapes}
          />
        ) : null}
        <Ttl draft={ttl} error={expiry.ok ? null : expiry.error} onChange={setTtl} />
        {taken === null ? null : (
          <Banner
            tone="warn"
            icon={TriangleAlert}
            title="There is a key of this name already."
            className="rounded-2"
            action={
              <Button size="sm" onClick={dialog.openTaken}>
                Open it
              </Button>
            }
          >
            Its type: {typeMark(taken.type).name}. Nothing was written.
          </Banner>
        )}
        {error === null ? null : <ErrorNotice error={error} className="rounded-2" />}
        <Commands made={made} />
      </div>
    </Dialog>
  );
}
