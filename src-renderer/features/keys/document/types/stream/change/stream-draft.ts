import type { StreamChange } from '../../../../../../../src-shared/contract/stream-changes.ts';

export interface DraftPart {
  readonly label: string;
  readonly text: string;
  readonly placeholder?: string | undefined;
}

/** A change of a stream that is being written: nothing has been sent. */
export interface StreamDraft {
  readonly title: string;
  readonly parts: readonly DraftPart[];
  /** The last parts, once more: a further field and value of a new entry. */
  readonly repeat?: { readonly label: string; readonly count: number } | undefined;
  /** A choice beside the parts. */
  readonly option?: string | undefined;
  /** On the button: "Acknowledge". */
  readonly verb: string;
  readonly isRemoval: boolean;
  /** What the texts mean; a string says what is wrong with them. */
  readonly change: (texts: readonly string[], isChosen: boolean) => StreamChange | string;
}
