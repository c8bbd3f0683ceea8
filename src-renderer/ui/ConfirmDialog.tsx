import { TriangleAlert, Undo2 } from 'lucide-react';
import { AlertDialog } from 'radix-ui';
import { type FormEvent, type ReactNode, useId, useRef, useState } from 'react';
import type { Environment } from '../../src-shared/contract/connections.ts';
import type { AppError } from '../../src-shared/result.ts';
import { Button } from './Button.tsx';
import { EnvTag, environmentClass } from './EnvTag.tsx';
import { ErrorNotice } from './ErrorNotice.tsx';
import { formatCount } from './format/count.ts';
import { Icon } from './Icon.tsx';
import { KeyName } from './KeyName.tsx';
import { Scrim } from './Scrim.tsx';

export interface ConfirmSample {
  readonly names: readonly Uint8Array[];
  readonly total: number;
  readonly separator?: string | undefined;
  readonly onSeeAll?: (() => void) | undefined;
}

export interface ConfirmDialogProps {
  readonly isOpen: boolean;
  readonly onCancel: () => void;
  readonly onConfirm: () => void;
  readonly environment: Environment;
  /** The connection: "Price comparison, redis-1.prod.internal:6380". */
  readonly server: string;
  /** The question with its count: "Delete 1,842 keys?". */
  readonly title: string;
  /** What exactly: pattern, types, memory, command. */
  readonly facts?: readonly { readonly label: string; readonly value: ReactNode }[] | undefined;
  /** The first 4 are shown. */
  readonly sample?: ConfirmSample | undefined;
  /** How long it can be undone, or that it cannot. */
  readonly undo: { readonly isPossible: boolean; readonly text: string };
  /** Must be typed: on production, and from 1,000 keys. */
  readonly typedName?: string | null | undefined;
  /** With the count: "Delete 1,842 keys". */
  readonly confirmLabel: string;
  /** `primary`: nothing that is there goes. */
  readonly tone?: 'danger' | 'primary' | undefined;
  /** It runs: what the button says meanwhile, "Deleting". */
  readonly busyLabel?: string | null | undefined;
  /** Not yet known how much is concerned, or refused. */
  readonly disabledReason?: string | null | undefined;
  readonly error?: AppError | null | undefined;
  readonly children?: ReactNode;
}

function Facts({ facts }: { readonly facts: NonNullable<ConfirmDialogProps['facts']> }) {
  return (
    <dl className="kv tn mt-2.5">
      {facts.map(({ label, value }) => (
        <div key={label} className="contents">
          <dt>{label}</dt>
          <dd className="min-w-0 flex items-center gap-1.5">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Sample({ sample }: { readonly sample: ConfirmSample }) {
  const shown = sample.names.slice(0, 4);
  const rest = sample.total - shown.length;
  return (
    <div className="smp">
      {shown.map((name, index) => (
        // Names may repeat nowhere, but they are bytes: the place is the plainer key.
        <div key={index} className="mono">
          <KeyName name={name} separator={sample.separator} />
        </div>
      ))}
      {rest > 0 ? (
        <div className="text-12 text-text-3">
          and {formatCount(rest)} more
          {sample.onSeeAll === undefined ? null : (
            <>
              ,{' '}
              <button type="button" className="link" onClick={sample.onSeeAll}>
                see all
              </button>
            </>
          )}
        </div>
      ) : null}
    </div>
  );
}

function UndoLine({ undo }: { readonly undo: ConfirmDialogProps['undo'] }) {
  return (
    <p className="mt-2.5 flex items-start gap-2 text-12 text-text-2">
      <Icon
        icon={undo.isPossible ? Undo2 : TriangleAlert}
        className={undo.isPossible ? 'text-success mt-px' : 'text-warning mt-px'}
      />
      <span>{undo.text}</span>
    </p>
  );
}

function TypedName(props: {
  readonly id: string;
  readonly name: string;
  readonly typed: string;
  readonly onType: (typed: string) => void;
}) {
  return (
    <>
      <label htmlFor={props.id} className="lab mt-3">
        Type <span className="mono text-text-1">{props.name}</span> to confirm
      </label>
      <div className="field mono">
        <input
          id={props.id}
          value={props.typed}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => {
            props.onType(event.currentTarget.value);
          }}
        />
      </div>
    </>
  );
}

function ConfirmBody(props: ConfirmDialogProps) {
  const [typed, setTyped] = useState('');
  const id = useId();
  const typedName = props.typedName ?? null;
  const isBusy = typeof props.busyLabel === 'string';
  const isMissing = typedName !== null && typed !== typedName;
  const reason = isMissing ? `Type ${typedName} first` : props.disabledReason;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // Enter confirms only where the name has been typed.
    if (typedName !== null && !isMissing && !isBusy && typeof reason !== 'string')
      props.onConfirm();
  };
  return (
    <form className="contents" onSubmit={submit}>
      <div className="dlh">
        <EnvTag environment={props.environment} />
        <span className="text-12 text-text-2 ell">{props.server}</span>
      </div>
      <div className="dlb">
        <AlertDialog.Title className="text-15 font-strong">{props.title}</AlertDialog.Title>
        {props.facts === undefined ? null : <Facts facts={props.facts} />}
        {props.sample === undefined ? null : <Sample sample={props.sample} />}
        {props.children}
        <AlertDialog.Description asChild>
          <div>
            <UndoLine undo={props.undo} />
          </div>
        </AlertDialog.Description>
        {typedName === null ? null : (
          <TypedName id={id} name={typedName} typed={typed} onType={setTyped} />
        )}
        {props.error === undefined || props.error === null ? null : (
          <ErrorNotice error={props.error} className="mt-3 rounded-2" />
        )}
      </div>
      <div className="dlf">
        <AlertDialog.Cancel asChild>
          <Button keys="esc">Cancel</Button>
        </AlertDialog.Cancel>
        <Button
          tone={props.tone ?? 'danger'}
          busy={isBusy}
          disabledReason={isBusy ? null : reason}
          onClick={props.onConfirm}
        >
          {props.busyLabel ?? props.confirmLabel}
        </Button>
      </div>
    </form>
  );
}

/** Asks before something is destroyed: for many keys, on production, or where undo is not possible. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const content = useRef<HTMLDivElement>(null);
  return (
    <AlertDialog.Root
      open={props.isOpen}
      onOpenChange={(next) => {
        if (!next) props.onCancel();
      }}
    >
      <AlertDialog.Portal>
        <Scrim />
        <div className="dlg-place">
          <AlertDialog.Content
            ref={content}
            className={`dlg ${environmentClass(props.environment)}`}
            onOpenAutoFocus={(event) => {
              const typedField = content.current?.querySelector('input');
              // Without a field to type in, Radix puts the focus on Cancel.
              if (typedField === null || typedField === undefined) return;
              event.preventDefault();
              typedField.focus();
            }}
          >
            <ConfirmBody {...props} />
          </AlertDialog.Content>
        </div>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
