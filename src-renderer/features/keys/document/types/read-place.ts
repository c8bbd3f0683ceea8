/** A place in a list or a rank, negative from the end; null: no whole number. */
export function readPlace(text: string): number | null {
  const trimmed = text.trim().replaceAll(',', '');
  return /^-?\d{1,15}$/.test(trimmed) ? Number(trimmed) : null;
}
