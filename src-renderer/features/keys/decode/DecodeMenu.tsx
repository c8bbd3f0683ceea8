import { ScanSearch } from 'lucide-react';
import { IconButton } from '../../../ui/IconButton.tsx';
import { Menu } from '../../../ui/Menu.tsx';
import { DECODER_GROUPS } from './decoder-names.ts';
import type { Decoding } from './use-decoding.ts';

const BY_LOOKS = 'looks';
const names = DECODER_GROUPS.flatMap((group) => group.names.map((name) => ({ name })));

export interface DecodeMenuProps {
  readonly decoding: Decoding;
  /** The decoded view is to be shown. */
  readonly onChosen: () => void;
}

/** Another decoder than the one the bytes look like. */
export function DecodeMenu({ decoding, onChosen }: DecodeMenuProps) {
  const value = decoding.choice ?? BY_LOOKS;
  const onChange = (next: string): void => {
    decoding.choose(names.find(({ name }) => name === next)?.name ?? null);
    onChosen();
  };
  return (
    <Menu
      trigger={<IconButton icon={ScanSearch} label="Decode as" />}
      entries={[
        {
          kind: 'radio',
          label: 'Decode as',
          value,
          options: [{ value: BY_LOOKS, label: 'What it looks like' }],
          onChange,
        },
        ...DECODER_GROUPS.map((group) => ({
          kind: 'radio' as const,
          label: group.label,
          value,
          options: group.names.map((name) => ({ value: name, label: name })),
          onChange,
        })),
      ]}
    />
  );
}
