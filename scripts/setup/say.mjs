/** A step that cannot be done, with what the user can do about it. */
export class SetupStop extends Error {
  constructor(message, advice = []) {
    super(message);
    this.name = 'SetupStop';
    this.advice = advice;
  }
}

/** One aligned line: what it is about, then what there is to say. */
export function say(name, text) {
  process.stdout.write(`${name.padEnd(18)} ${text}\n`);
}

/** A continuation under the line before. */
export function sayMore(text) {
  process.stdout.write(`${' '.repeat(19)}${text}\n`);
}

export function seconds(began) {
  return `${((performance.now() - began) / 1000).toFixed(1)} s`;
}

/**
 * Runs one step and prints a line with how it went and how long it took.
 * `run` announces what it is about to take, and returns `{ text, ... }`.
 */
export async function step(name, run) {
  const began = performance.now();
  const outcome = await run((text) => say(name, text));
  say(name, `${outcome.text} (${seconds(began)})`);
  for (const line of outcome.notes ?? []) sayMore(line);
  return outcome;
}

/** Ends a script with the words of the error, not with a stack, when it is one that we know. */
export function failWith(error) {
  if (!(error instanceof SetupStop)) throw error;
  process.stdout.write(`\n${error.message}\n`);
  for (const line of error.advice) process.stdout.write(`  ${line}\n`);
  process.exitCode = 1;
}
