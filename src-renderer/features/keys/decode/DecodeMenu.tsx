import { ScanSearch } from 'lucide-react';
import { useState } from 'react';
import { DECODER_GROUPS } from '../../../../src-shared/decoder-names.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import { Menu } from '../../../ui/Menu.tsx';
import { ruleKeys } from './decode-rules.ts';
import { RuleDialog } from './RuleDialog.tsx';
import type { DecodeChoice, Decoding } from './use-decoding.ts';

const names = DECODER_GROUPS.flatMap((group) => group.names.map((name) => ({ name })));

function choiceOf(value: string): DecodeChoice {
  if (value === 'auto' || value === 'looks') return value;
  return names.find(({ name }) => name === value)?.name ?? 'auto';
}

export interface DecodeMenuProps {
  readonly decoding: Decoding;
  /** The decoded view is to be shown. */
  readonly onChosen: () => void;
}

/** Another decoder than the one the bytes look like, for this value or by a rule for many keys. */
export function DecodeMenu({ decoding, onChosen }: DecodeMenuProps) {
  const [isRuleOpen, setIsRuleOpen] = useState(false);
  const { choice, rules } = decoding;
  const rule = rules?.rule ?? null;
  const value = rule === null && choice === 'auto' ? 'looks' : choice;
  const onChange = (next: string): void => {
    decoding.choose(choiceOf(next));
    onChosen();
  };
  const byRule =
    rule === null ? [] : [{ value: 'auto', label: `By your rule for ${ruleKeys(rule)}` }];
  return (
    <>
      <Menu
        trigger={<IconButton icon={ScanSearch} label="Decode as" />}
        entries={[
          {
            kind: 'radio',
            label: 'Decode as',
            value,
            options: [...byRule, { value: 'looks', label: 'What it looks like' }],
            onChange,
          },
          ...(rules === null
            ? []
            : [
                {
                  label: rule === null ? 'Rule for keys like this' : 'Change the rule',
                  onSelect: () => {
                    setIsRuleOpen(true);
                  },
                },
              ]),
          ...DECODER_GROUPS.map((group) => ({
            kind: 'radio' as const,
            label: group.label,
            value,
            options: group.names.map((name) => ({ value: name, label: name })),
            onChange,
          })),
        ]}
      />
      {rules !== null && isRuleOpen ? (
        <RuleDialog
          rules={rules}
          state={decoding.state}
          onSaved={() => {
            decoding.choose('auto');
          }}
          onClose={() => {
            setIsRuleOpen(false);
          }}
        />
      ) : null}
    </>
  );
}
