/** The square in the colour of a subscription. Its name is always beside it. */
export function Swatch({ color }: { readonly color: string }) {
  return (
    <span
      aria-hidden="true"
      className="inline-block size-2 flex-none rounded-1"
      style={{ background: color }}
    />
  );
}
