import { Eye, EyeOff, X } from 'lucide-react';
import { useState } from 'react';
import { Field } from '../../ui/Field.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import type { Draft } from './draft.ts';

const hints: Readonly<Record<Draft['stored'], string | undefined>> = {
  none: undefined,
  keychain: 'Saved in the system keychain; type to replace it',
  session: 'Kept until Redstart quits; type to replace it',
  unreadable: 'Saved with another keychain and cannot be read now; type it again',
};

/** A saved password never comes back here: the field only takes a new one, or forgets it. */
export function PasswordField({
  draft,
  onDraft,
}: {
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
}) {
  const [isShown, setIsShown] = useState(false);
  const { password, stored } = draft;
  const typed = password.action === 'set' ? password.password : '';
  const set = (text: string): void =>
    onDraft({
      ...draft,
      isEdited: true,
      password:
        text !== ''
          ? { action: 'set', password: text }
          : { action: stored === 'none' ? 'clear' : 'keep' },
    });
  const isKept = password.action === 'keep' && stored !== 'none';
  return (
    <Field
      label="Password (optional)"
      mono
      type={isShown ? 'text' : 'password'}
      value={typed}
      placeholder={isKept ? '••••••••••••' : ''}
      onChange={set}
      hint={isKept ? hints[stored] : undefined}
      end={
        isKept ? (
          <IconButton
            icon={X}
            label="Forget the saved password"
            onClick={() =>
              onDraft({ ...draft, isEdited: true, stored: 'none', password: { action: 'clear' } })
            }
          />
        ) : (
          <IconButton
            icon={isShown ? EyeOff : Eye}
            label={isShown ? 'Hide the password' : 'Show the password'}
            pressed={isShown}
            onClick={() => setIsShown(!isShown)}
          />
        )
      }
    />
  );
}
