import { spawn } from 'node:child_process';
import { rmSync, statSync } from 'node:fs';
import { root } from '../setup/project.mjs';
import { say } from '../setup/say.mjs';

const pictureWithin = 120_000;
const killAfter = 10_000;

/**
 * The arguments of Electron. `chromiumSandbox` is false for root, or where the user said so;
 * `inXvfb` is true where nothing can be drawn by a graphics card.
 */
export function electronArguments({ chromiumSandbox, inXvfb }) {
  return [
    ...(chromiumSandbox ? [] : ['--no-sandbox']),
    // Otherwise Chromium tries first, loses its graphics process, and with it a picture it took.
    ...(inXvfb ? ['--disable-gpu'] : []),
    // Chromium's own messages are about drivers and services; a fatal one is still printed.
    '--log-level=3',
    root,
  ];
}

/** What the app finds in its environment. The URL is here because arguments can be read by others. */
export function appEnvironment(env, { url, picture, connect }, redisStack) {
  const { REDIS_URL: _url, ELECTRON_RUN_AS_NODE: _asNode, ...rest } = env;
  const opens = url === null ? (connect ? {} : { REDSTART_SANDBOX: '1' }) : { REDSTART_URL: url };
  return {
    ...rest,
    ...opens,
    ...(picture === null ? {} : { REDSTART_PICTURE: picture }),
    ...(redisStack === null ? {} : { REDSTART_REDIS_STACK: redisStack.dir }),
  };
}

/** Runs Electron to its end and returns the exit code; signals to us go to it. */
export function launch(electron, args, env, { timeoutMs } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(electron, args, { env, stdio: 'inherit' });
    const timer =
      timeoutMs === undefined ? undefined : setTimeout(() => end(child, 'SIGTERM'), timeoutMs);
    const forward = (signal) => end(child, signal);
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, forward);
    const settle = () => {
      clearTimeout(timer);
      for (const signal of signals) process.off(signal, forward);
    };
    child.once('error', (error) => {
      settle();
      reject(error);
    });
    child.once('close', (code, signal) => {
      settle();
      resolve({ code: code ?? 1, signal });
    });
  });
}

function end(child, signal) {
  child.kill(signal);
  setTimeout(() => child.kill('SIGKILL'), killAfter).unref();
}

/** Runs the app for its picture; 0 only when the file is there, and otherwise says why not. */
export async function takePicture(electron, args, env, file) {
  rmSync(file, { force: true });
  const began = Date.now();
  const { code, signal } = await launch(electron, args, env, { timeoutMs: pictureWithin });
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (code === 0 && size > 0) {
    say('Picture', `${file} (${Math.round(size / 1024)} KB)`);
    return 0;
  }
  say(
    'Picture',
    `none: ${whyNoPicture({ code, signal, size, late: Date.now() - began >= pictureWithin })}`,
  );
  return code === 0 ? 1 : code;
}

export function whyNoPicture({ code, signal, size, late }) {
  if (late) return `the window was not filled within ${pictureWithin / 1000} seconds`;
  if (signal !== null) return `Electron was ended by ${signal}`;
  if (code !== 0) return `the app ended with ${code}; its own words are above`;
  return size === 0
    ? 'the app ended without taking it; is Redstart open already?'
    : 'it is not whole';
}
