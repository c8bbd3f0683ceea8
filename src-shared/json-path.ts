import { JSON_NONE, jsonName, type JsonText } from './json-text.ts';

const SIMPLE_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** From the document to a value: names of members, places of elements. */
export type JsonSteps = readonly (string | number)[];

// RedisJSON reads `\"`, `\'` and `\\` inside quotes as escapes and all else literally, line breaks too. But its JSON.SET
// (2.8) takes the name of a plain path with its backslashes: it would add a member `we\"ird` beside `we"ird`.
// So the quotes are those that need no escape.
const needsEscape = (name: string): boolean =>
  name.includes('\\') || (name.includes('"') && name.includes("'"));

function formatStep(step: string | number): string {
  if (typeof step === 'number') return `[${step}]`;
  if (SIMPLE_NAME.test(step)) return `.${step}`;
  if (step.includes('"') && !needsEscape(step)) return `['${step}']`;
  return `["${step.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"]`;
}

/**
 * Whether RedisJSON (2.8) finds this value and no other: it drops the spaces that a quoted name begins with, so that
 * `$[" a"]` is the member `a`.
 */
export function isAddressable(steps: JsonSteps): boolean {
  return !steps.some((step) => typeof step === 'string' && step.startsWith(' '));
}

/** Whether RedisJSON can write at this path; where it cannot, it changes something else or nothing. */
export function isWritablePath(steps: JsonSteps): boolean {
  if (!isAddressable(steps)) return false;
  return !steps.some((step) => typeof step === 'string' && needsEscape(step));
}

/** Steps as JSONPath: `$.offers[0].price`, `$["a b"]`, `$['we"ird']`. */
export function formatJsonPath(steps: JsonSteps): string {
  return `$${steps.map(formatStep).join('')}`;
}

/** How to get to one value of a document. */
export function jsonSteps(json: JsonText, node: number): JsonSteps {
  const steps: (string | number)[] = [];
  let at = node;
  for (;;) {
    const parent = json.parents[at] ?? JSON_NONE;
    if (parent === JSON_NONE) return steps.reverse();
    steps.push(jsonName(json, at) ?? json.places[at] ?? 0);
    at = parent;
  }
}

/** The JSONPath of one value. */
export function jsonPath(json: JsonText, node: number): string {
  return formatJsonPath(jsonSteps(json, node));
}

/** The value at the end of these steps from a value on, in this or another state of the document; null where there is none. */
export function findJsonNode(json: JsonText, steps: JsonSteps, from = 0): number | null {
  let node = from;
  for (const step of steps) {
    const end = json.nexts[node] ?? 0;
    let child = node + 1;
    while (child < end && (jsonName(json, child) ?? json.places[child]) !== step)
      child = json.nexts[child] ?? end;
    if (child >= end) return null;
    node = child;
  }
  return node;
}
