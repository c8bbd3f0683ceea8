import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

export interface MenuItem {
  readonly kind?: 'item' | undefined;
  readonly label: string;
  readonly icon?: LucideIcon | undefined;
  /** A mark in the icon's place: a TypeMark, an EnvTag. */
  readonly mark?: ReactNode;
  readonly keys?: string | undefined;
  /** In text 3 at the right, where there are no keys. */
  readonly note?: string | undefined;
  readonly danger?: boolean | undefined;
  /** The row stays, greyed, with this at its right. */
  readonly disabledReason?: string | null | undefined;
  readonly onSelect: () => void;
}

export interface MenuCheck {
  readonly kind: 'check';
  readonly label: string;
  readonly checked: boolean;
  readonly disabledReason?: string | null | undefined;
  readonly onChange: (checked: boolean) => void;
}

export interface MenuRadio {
  readonly kind: 'radio';
  /** Names the group for screen readers, and heads it. */
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
}

export interface MenuSub {
  readonly kind: 'sub';
  readonly label: string;
  readonly icon?: LucideIcon | undefined;
  readonly entries: readonly MenuEntry[];
}

/** Order: open, copy, change, delete. */
export type MenuEntry =
  | MenuItem
  | MenuCheck
  | MenuRadio
  | MenuSub
  | { readonly kind: 'separator' }
  | { readonly kind: 'label'; readonly label: string };
