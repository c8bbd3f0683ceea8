export interface HiddenValueProps {
  /** "32 characters". */
  readonly size: string;
  /** null where it is shown in another way. */
  readonly onShow: (() => void) | null;
}

/** A secret by its name: its length, and the value on a click. */
export function HiddenValue({ size, onShow }: HiddenValueProps) {
  const text = `hidden, ${size}`;
  if (onShow === null) return <span className="font-ui text-text-3">{text}</span>;
  return (
    <button
      type="button"
      tabIndex={-1}
      className="font-ui text-text-3 hover:underline"
      title="A secret by its name: click to show"
      onClick={onShow}
    >
      {text}
    </button>
  );
}
