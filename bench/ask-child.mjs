import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { keepChild } from './leave-nothing.mjs';
import { within } from './within.mjs';

const answerMs = 60_000;
const endMs = 15_000;

const hasEnded = (child) => child.exitCode !== null || child.signalCode !== null;

/** One of the bench's own programs in a Node of its own; its acts are asked for by name. */
export function forkProgram(name, settings) {
  const file = join(import.meta.dirname, name);
  const stdio = ['ignore', 2, 2, 'ipc'];
  return askable(keepChild(fork(file, [JSON.stringify(settings)], { stdio })), name);
}

/** The promise, or an error when the child ends before it settles. */
export async function beforeEnd(child, name, promise) {
  if (hasEnded(child)) throw new Error(`${name} has ended`);
  const ended = Promise.withResolvers();
  const onExit = (code, signal) => ended.reject(new Error(`${name} ended with ${code ?? signal}`));
  child.once('exit', onExit);
  try {
    return await Promise.race([promise, ended.promise]);
  } finally {
    child.off('exit', onExit);
  }
}

/** Questions and answers over a child's IPC channel; the other end is answer-parent.cjs. */
export function askable(child, name) {
  let last = 0;
  const waiting = new Map();
  child.on('message', ({ id, value, error }) => {
    const settle = waiting.get(id);
    if (settle === undefined) return;
    waiting.delete(id);
    if (error === undefined) settle.resolve(value);
    else settle.reject(new Error(`${name}: ${error}`));
  });
  const ask = (act, question = {}, limitMs = answerMs) => {
    const id = ++last;
    const settle = Promise.withResolvers();
    waiting.set(id, settle);
    child.send({ id, act, ...question });
    return within(limitMs, beforeEnd(child, name, settle.promise), `${name}: ${act}`);
  };
  return {
    pid: child.pid,
    ask,
    async close() {
      if (hasEnded(child)) return;
      const gone = once(child, 'exit');
      if (child.connected) child.send({ id: 0, act: 'quit' });
      await within(endMs, gone, `the end of ${name}`).catch(() => child.kill('SIGKILL'));
    },
  };
}
