import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readText } from './files.mjs';
import { say, sayMore } from './say.mjs';

/** What decides whether Chromium can put its processes in the operating system's sandbox. */
export function sandboxFacts(electronPath, uid = process.getuid?.() ?? null) {
  const helper = join(dirname(electronPath), 'chrome-sandbox');
  const found = statSync(helper, { throwIfNoEntry: false });
  return {
    platform: process.platform,
    uid,
    helper,
    helperWorks: found !== undefined && found.uid === 0 && (found.mode & 0o7777) === 0o4755,
    namespacesAllowed:
      setting('kernel/unprivileged_userns_clone') !== '0' &&
      setting('kernel/apparmor_restrict_unprivileged_userns') !== '1' &&
      setting('user/max_user_namespaces') !== '0',
    // A container may forbid what the settings allow, so it is also tried; null: no such command.
    namespacesWork: triesNamespace(uid),
  };
}

function setting(name) {
  return readText(join('/proc/sys', name))?.trim() ?? null;
}

function triesNamespace(uid) {
  if (process.platform !== 'linux') return null;
  const identity = uid === process.getuid() ? {} : { uid, gid: uid };
  const { status, error } = spawnSync('unshare', ['--user', '--map-root-user', 'true'], identity);
  return error === undefined ? status === 0 : null;
}

/** Whether the sandbox is `on`, and when not (`root`, `blocked`), why and what to do. */
export function judgeSandbox({ platform, uid, helper, ...facts }) {
  if (platform !== 'linux') return { state: 'on' };
  if (uid === 0) {
    return {
      state: 'root',
      why: 'Chromium does not sandbox for root',
      fix: ['To have it, run Redstart as an ordinary user.'],
    };
  }
  if (facts.helperWorks || (facts.namespacesAllowed && facts.namespacesWork !== false)) {
    return { state: 'on' };
  }
  return {
    state: 'blocked',
    why: 'this system keeps user namespaces from ordinary programs',
    fix: [
      "Chromium's sandbox needs them, or its own helper owned by root. Once, run:",
      `  sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'`,
      'Without it: npm start -- --no-os-sandbox. Then a page that broke out of Chromium would have',
      'all your rights; Redstart shows no web pages, but what is in your Redis it does show.',
    ],
  };
}

/** Prints how Chromium's sandbox stands and returns the judgement. */
export function setUpSandbox(electronPath) {
  const judgement = judgeSandbox(sandboxFacts(electronPath));
  if (judgement.state === 'on') return judgement;
  say('OS sandbox', `off: ${judgement.why} (--no-sandbox)`);
  for (const line of judgement.fix) sayMore(line);
  return judgement;
}
