/** A number of a JSON text as it was written: never rounded. */
export class NumberText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type ExactJson =
  | string
  | boolean
  | null
  | NumberText
  | readonly ExactJson[]
  | { readonly [name: string]: ExactJson };

// The reviver's third argument is newer than TypeScript's library (proposal "JSON.parse source text access").
type Reviver = (
  this: unknown,
  key: string,
  value: unknown,
  context?: { readonly source?: string },
) => unknown;
const keepNumbers: Reviver = (_key, value, context) =>
  typeof value === 'number' ? new NumberText(context?.source ?? String(value)) : value;

/** Parsed JSON with its numbers as text, or null when it is no JSON. For values of some KB, not for documents. */
export function parseExactJson(text: string): ExactJson | undefined {
  try {
    const parsed: unknown = JSON.parse(text, keepNumbers);
    return isExactJson(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function isExactJson(value: unknown): value is ExactJson {
  return value === null || ['string', 'boolean', 'object'].includes(typeof value);
}

export type ExactObject = { readonly [name: string]: ExactJson };

export function asObject(value: ExactJson | undefined): ExactObject | null {
  return typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof NumberText)
    ? Object.fromEntries(Object.entries(value))
    : null;
}

/** A string, number or boolean as text; null for the rest. */
export function scalarText(value: ExactJson | undefined): string | null {
  if (typeof value === 'string') return value;
  if (value instanceof NumberText) return value.text;
  return typeof value === 'boolean' ? String(value) : null;
}
