const secret = /token|csrf|xsrf|passw(or)?d|passphrase|secret|credential|api_?key|private_?key/i;

/** Whether what stands under this name is kept out of sight until it is asked for. A guess by name, as it says. */
export const isSecretName = (name: string): boolean => secret.test(name);

const HIDDEN = '"(hidden)"';
// The closing quote may be missing where a text was cut.
const STRING = /"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?$)/gs;
const COLON = /\s*:\s*/y;
const NUMBER = /-?\d[\d.eE+-]*/y;

function nameIn(source: string): string {
  if (!source.includes('\\')) return source;
  // What RedisJSON wrote is JSON, and a name that a colon follows is whole.
  return String(JSON.parse(source));
}

/** Where the text or number ends that begins here; null where something else does, or an empty text. */
function endOfSecret(source: string, from: number): number | null {
  const pattern = source[from] === '"' ? STRING : NUMBER;
  pattern.lastIndex = from;
  const found = pattern.exec(source);
  if (found === null || found.index !== from || found[0] === '""') return null;
  return pattern.lastIndex;
}

/**
 * JSON for show, whole or its beginning: in the place of each text or number under a name that says secret, at any
 * depth, that there is one.
 */
export function withoutSecrets(source: string): string {
  const parts: string[] = [];
  let from = 0;
  let at = 0;
  for (;;) {
    STRING.lastIndex = at;
    const text = STRING.exec(source);
    if (text === null) return [...parts, source.slice(from)].join('');
    at = STRING.lastIndex;
    COLON.lastIndex = at;
    if (!COLON.test(source) || !isSecretName(nameIn(text[0]))) continue;
    const begin = COLON.lastIndex;
    const end = endOfSecret(source, begin);
    if (end === null) continue;
    parts.push(source.slice(from, begin), HIDDEN);
    from = at = end;
  }
}
