import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import type { DecodeRule } from '../../../../src-shared/contract/decode-rules.ts';
import {
  DECODE_STEPS,
  DECODER_NAMES,
  type DecoderName,
} from '../../../../src-shared/decoder-names.ts';
import { escapeBytes } from '../../../../src-shared/redis-value.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Field } from '../../../ui/Field.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { Select } from '../../../ui/Select.tsx';
import { ProtoMessageField } from './ProtoMessageField.tsx';
import { beginningOf, newRule, ruleFault } from './rule-draft.ts';
import type { DecodeRules } from './use-decode-rules.ts';
import type { DecodingState } from './use-decoding.ts';

const decoders = DECODER_NAMES.map((name) => ({ value: name, label: name }));
const whichKeys = [
  { value: 'many', label: 'Keys beginning with' },
  { value: 'one', label: 'This key only' },
] as const;

interface ChainProps {
  readonly chain: readonly DecoderName[];
  readonly onChange: (chain: DecoderName[]) => void;
}

/** Decoders from the outside in. */
function Chain({ chain, onChange }: ChainProps) {
  return (
    <fieldset className="mt-3">
      <legend className="lab">Decoders, from the outside in</legend>
      <ol className="flex flex-col gap-1.5">
        {chain.map((step, at) => (
          // A chain may have a decoder twice: only the place tells them apart.
          <li key={at} className="flex items-center gap-1.5">
            <span className="tn w-4 text-12 text-text-3">{at + 1}</span>
            <Select
              className="w-44"
              label={`Decoder ${at + 1}`}
              size="md"
              soft={false}
              value={step}
              options={decoders}
              onChange={(name) => {
                onChange(chain.map((one, place) => (place === at ? name : one)));
              }}
            />
            {chain.length > 1 ? (
              <IconButton
                icon={X}
                label={`Leave out decoder ${at + 1}`}
                onClick={() => {
                  onChange(chain.filter((_one, place) => place !== at));
                }}
              />
            ) : null}
          </li>
        ))}
      </ol>
      <Button
        size="sm"
        tone="ghost"
        icon={Plus}
        className="mt-1.5"
        disabledReason={chain.length < DECODE_STEPS ? null : `At most ${DECODE_STEPS}`}
        onClick={() => {
          onChange([...chain, 'JSON']);
        }}
      >
        Add decoder
      </Button>
    </fieldset>
  );
}

export interface RuleDialogProps {
  readonly rules: DecodeRules;
  readonly state: DecodingState;
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

/** How the values of keys like this one are decoded, kept for this connection. */
export function RuleDialog({ rules, state, onSaved, onClose }: RuleDialogProps) {
  const { connection, keyName, rule } = rules;
  const [draft, setDraft] = useState<DecodeRule>(
    () => rule ?? newRule(keyName, connection.separator, state),
  );
  const change = (part: Partial<DecodeRule>): void => {
    setDraft((last) => ({ ...last, ...part }));
  };
  const others = rules.rules.filter((one) => one !== rule);
  const fault = ruleFault(draft, keyName, others);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Decode by rule"
      description="Kept for this connection, also for fields and elements. What a rule does not fit is shown by its looks."
      footer={
        <>
          {rule === null ? null : (
            <Button
              tone="ghost"
              onClick={() => {
                rules.remove(rule);
                onClose();
              }}
            >
              Remove rule
            </Button>
          )}
          <span className="grow" />
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone="primary"
            disabledReason={fault}
            onClick={() => {
              rules.save(draft, rule);
              onSaved();
              onClose();
            }}
          >
            Save rule
          </Button>
        </>
      }
    >
      <div className="flex items-start gap-2">
        <Select
          className="w-44 flex-none"
          label="For"
          labelHidden={false}
          size="md"
          soft={false}
          value={draft.isOneKey ? 'one' : 'many'}
          options={whichKeys}
          onChange={(which) => {
            const isOneKey = which === 'one';
            const keys = isOneKey
              ? escapeBytes(keyName)
              : beginningOf(keyName, connection.separator);
            change({ isOneKey, keys });
          }}
        />
        <Field
          className="grow"
          label={draft.isOneKey ? 'Key' : 'Beginning'}
          mono
          readOnly={draft.isOneKey}
          value={draft.keys}
          onChange={(keys) => {
            change({ keys });
          }}
          error={fault}
        />
      </div>
      <Chain
        chain={draft.chain}
        onChange={(chain) => {
          change({ chain, message: chain.includes('protobuf') ? draft.message : null });
        }}
      />
      {draft.chain.includes('protobuf') ? (
        <ProtoMessageField
          message={draft.message}
          onChange={(message) => {
            change({ message });
          }}
        />
      ) : null}
    </Dialog>
  );
}
