import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SetupStop } from '../setup/say.mjs';

const answerWithin = 15_000;

/**
 * Starts Xvfb on a free display that only holders of a fresh cookie may use. Returns what a
 * program needs in its environment to draw there; the display ends with `stop` or with us.
 */
export async function startDisplay({ owner } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'redstart-display-'));
  const cookies = join(folder, 'Xauthority');
  writeFileSync(cookies, cookieFile(randomBytes(16)), { mode: 0o600 });
  if (owner !== undefined) for (const path of [folder, cookies]) chownSync(path, owner, owner);
  const args = ['-displayfd', '3', '-screen', '0', '1440x900x24', '-nolisten', 'tcp', '-noreset'];
  const server = spawn('Xvfb', [...args, '-auth', cookies], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    // Ctrl+C goes to the whole group: the display must outlive the window, or that one crashes.
    detached: true,
  });
  const gone = new Promise((resolve) => server.once('close', resolve));
  const kill = () => {
    server.kill('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', kill);
  const stop = async () => {
    process.off('exit', kill);
    kill();
    await gone;
  };
  try {
    const number = await displayNumber(server);
    return { name: `:${number}`, env: displayEnvironment(`:${number}`, cookies), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function displayNumber(server) {
  return new Promise((resolve, reject) => {
    let words = '';
    const fail = (reason) => {
      clearTimeout(timer);
      reject(new SetupStop(`Xvfb did not start: ${reason}`, words.trim().split('\n').slice(-5)));
    };
    const timer = setTimeout(() => fail('no answer in 15 seconds'), answerWithin);
    server.stderr.setEncoding('utf8').on('data', (text) => (words += text));
    server.once('error', (error) => fail(error.message));
    server.once('close', (code) => fail(`it ended with ${code}`));
    let answer = '';
    server.stdio[3].setEncoding('utf8').on('data', (text) => {
      answer += text;
      if (!answer.includes('\n')) return;
      clearTimeout(timer);
      resolve(answer.trim());
    });
  });
}

/** Nothing of a real desktop may be left: Chromium would rather use Wayland. */
function displayEnvironment(name, cookies) {
  return { DISPLAY: name, XAUTHORITY: cookies, WAYLAND_DISPLAY: '', XDG_SESSION_TYPE: 'x11' };
}

/** One cookie for any display, in the format of ~/.Xauthority: family, address, number, name, data. */
export function cookieFile(cookie) {
  const anyFamily = 0xffff;
  const family = Buffer.alloc(2);
  family.writeUInt16BE(anyFamily);
  const none = Buffer.alloc(0);
  return Buffer.concat([
    family,
    field(none),
    field(none),
    field(Buffer.from('MIT-MAGIC-COOKIE-1')),
    field(cookie),
  ]);
}

function field(bytes) {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
