export interface DraftPart {
  readonly label: string;
  readonly text: string;
  readonly placeholder?: string | undefined;
}

/** A change that is being written and looked up: nothing has been sent. */
export interface ChangeDraft<Change> {
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
  readonly change: (texts: readonly string[], isChosen: boolean) => Change | string;
}
