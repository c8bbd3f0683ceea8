import { JSON_NONE, jsonName, type JsonText } from './json-text.ts';

const SIMPLE_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** From the document to a value: names of members, places of elements. */
export type JsonSteps = readonly (string | number)[];

function formatStep(step: string | number): string {
  if (typeof step === 'number') return `[${step}]`;
  if (SIMPLE_NAME.test(step)) return `.${step}`;
  // As RedisJSON reads it: inside quotes only \" and \\ are escapes, all else is literal, line breaks too.
  return `["${step.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"]`;
}

/** Steps as JSONPath: `$.offers[0].price`, `$["we\"ird"]`. */
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

/** The value at the end of these steps, in this or another state of the document; null where there is none. */
export function findJsonNode(json: JsonText, steps: JsonSteps): number | null {
  let node = 0;
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
