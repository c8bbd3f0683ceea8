import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

const keptOutput = 200_000;

/**
 * Runs a command to its end. Output is shown as it comes, or with `quiet` kept for the caller.
 * A signal to us ends it too: an npm left behind would go on writing to node_modules.
 * Never throws: a command that cannot be started has `code` null and the reason in `output`.
 */
export function run(command, args, { cwd, env, quiet = false, timeoutMs } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
    });
    let output = '';
    let timedOut = false;
    const keep = (chunk) => {
      output = (output + chunk).slice(-keptOutput);
    };
    let stopped = false;
    const stop = (signal) => {
      stopped = true;
      child.kill(signal);
      setTimeout(() => child.kill('SIGKILL'), 5_000).unref();
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, stop);
    child.stdout?.setEncoding('utf8').on('data', keep);
    child.stderr?.setEncoding('utf8').on('data', keep);
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            child.kill('SIGKILL');
          }, timeoutMs);
    const settle = (code) => {
      clearTimeout(timer);
      for (const signal of signals) process.off(signal, stop);
      if (stopped) process.exit(130);
      resolve({ ok: code === 0, code, output: output.trim(), timedOut });
    };
    child.once('error', (error) => {
      output += error.message;
      settle(null);
    });
    child.once('close', settle);
  });
}

/** The first line a short command prints, or null where it cannot be run. */
export function answerOf(command, args) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    timeout: 10_000,
    windowsHide: true,
  });
  return status === 0 ? (stdout || stderr).trim() : null;
}

/** Where a command is on PATH, or null. */
export function onPath(name, path = process.env.PATH ?? '') {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', ''] : [''];
  for (const folder of path.split(delimiter).filter(Boolean)) {
    for (const ending of endings) {
      const file = join(folder, name + ending);
      if (isExecutable(file)) return file;
    }
  }
  return null;
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * npm as `[command, ...arguments]`. The npm that started us is used where there is one, through
 * the Node it runs on: that Node is outside node_modules, which `npm ci` removes.
 */
export function npmCommand(env = process.env) {
  const node = env.npm_node_execpath ?? process.execPath;
  const beside = join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js');
  const cli = [env.npm_execpath, beside].find(
    (file) => file?.endsWith('npm-cli.js') && existsSync(file),
  );
  return cli === undefined ? ['npm'] : [existsSync(node) ? node : process.execPath, cli];
}

export function npm(args, options) {
  const [command, ...first] = npmCommand();
  return run(command, [...first, ...args], options);
}

/** The last lines of a command's output, for an error message. */
export function lastLines(output, count = 8) {
  return output.split('\n').filter(Boolean).slice(-count);
}
