const BACKSLASH = 0x5c;
/** `*`, `?`, `[`: what stringmatchlen takes as wild. A lone `]` stands for itself. */
const wild: ReadonlySet<number> = new Set([0x2a, 0x3f, 0x5b]);

/** The one name that a glob can match, if it has no wildcard; null otherwise. */
export function literalName(glob: Uint8Array): Uint8Array | null {
  const name: number[] = [];
  for (let i = 0; i < glob.byteLength; i++) {
    let byte = glob[i] ?? 0;
    if (wild.has(byte)) return null;
    // As Redis: an escape at the very end is a backslash.
    if (byte === BACKSLASH && i + 1 < glob.byteLength) byte = glob[++i] ?? 0;
    name.push(byte);
  }
  return Uint8Array.from(name);
}
