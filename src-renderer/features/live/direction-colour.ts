/** Less than this shows as 0.0%. */
const NEXT_TO_NOTHING = 0.0005;

/** Up and down always come with a sign or a shape; this is only their colour. */
export function directionColour(change: number | null): string {
  if (change === null || Math.abs(change) < NEXT_TO_NOTHING) return 'var(--text-3)';
  return change > 0 ? 'var(--up)' : 'var(--down)';
}
