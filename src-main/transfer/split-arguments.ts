const [SPACE, QUOTE, APOSTROPHE, BACKSLASH] = [0x20, 0x22, 0x27, 0x5c];
const ESCAPES: ReadonlyMap<number, number> = new Map([
  [0x6e, 10],
  [0x72, 13],
  [0x74, 9],
  [0x62, 8],
  [0x61, 7],
]);
const WRONG_QUOTES = { refused: 'Its quotes are wrong' };
const TOO_MANY = { refused: 'It has more than 1,000,000 arguments' };

const isSpace = (byte: number): boolean => byte === SPACE || (byte >= 9 && byte <= 13);
const hexOf = (byte: number): number => Number.parseInt(String.fromCharCode(byte), 16);

/** Of one line: each is an object of its own, however short. */
const MOST_ARGUMENTS = 1_000_000;

/** A line as redis-cli splits it into arguments (sdssplitargs of Redis), or why it cannot be. */
export function splitArguments(line: Uint8Array): Uint8Array[] | { readonly refused: string } {
  const args: Uint8Array[] = [];
  const out = Buffer.allocUnsafe(line.byteLength);
  let length = 0;
  let start = 0;
  let at = 0;
  const next = (): number => line[at++] ?? 0;
  while (at < line.byteLength) {
    if (isSpace(line[at] ?? 0)) {
      at += 1;
      continue;
    }
    start = length;
    let quote = 0;
    while (at < line.byteLength) {
      const byte = next();
      if (quote === 0 && isSpace(byte)) break;
      if (quote === 0 && (byte === QUOTE || byte === APOSTROPHE)) quote = byte;
      else if (quote !== 0 && byte === quote) {
        // What follows a closing quote must be a space, or the end.
        if (at < line.byteLength && !isSpace(line[at] ?? 0)) return WRONG_QUOTES;
        quote = 0;
      } else if (quote === QUOTE && byte === BACKSLASH && at < line.byteLength) {
        const escaped = next();
        const hex = hexOf(line[at] ?? 0) * 16 + hexOf(line[at + 1] ?? 0);
        if (escaped === 0x78 && !Number.isNaN(hex) && at + 1 < line.byteLength) {
          out[length++] = hex;
          at += 2;
        } else out[length++] = ESCAPES.get(escaped) ?? escaped;
      } else if (quote === APOSTROPHE && byte === BACKSLASH && line[at] === APOSTROPHE)
        out[length++] = next();
      else out[length++] = byte;
    }
    if (quote !== 0) return WRONG_QUOTES;
    if (args.length === MOST_ARGUMENTS) return TOO_MANY;
    args.push(out.subarray(start, length));
  }
  return args;
}
