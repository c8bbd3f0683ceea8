import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { judgeSandbox, sandboxFacts } from '../setup/chromium-sandbox.mjs';
import { answerOf, onPath, run } from '../setup/run.mjs';
import { readJson } from '../setup/files.mjs';
import { root } from '../setup/project.mjs';
import { startDisplay } from '../start/display.mjs';

/**
 * Runs the start-up and security specs as `nobody`, because root has no OS sandbox.
 * Returns how it went and its report, or `skipped` with the reason.
 */
export async function runAsOrdinaryUser({ electron, redisStack, env }) {
  const uid = Number(answerOf('id', ['-u', 'nobody']));
  if (!Number.isInteger(uid) || uid === 0) return { skipped: 'there is no user nobody' };
  const home = mkdtempSync(join(tmpdir(), 'redstart-user-'));
  chownSync(home, uid, uid);
  const mountPoint = mkdtempSync(join(tmpdir(), 'redstart-seen-'));
  chmodSync(mountPoint, 0o755);
  const node = onPath('node', env.PATH);
  try {
    const files = [node, electron.path, join(root, 'out/main/main.js')];
    const place = findPlace({ uid, mountPoint, files });
    if (place === null) {
      return { skipped: `nobody may not read ${root}, and it cannot be mounted elsewhere` };
    }
    return await withSandbox(electron.path, uid, () =>
      runSpecs({ uid, home, place, node, electron, redisStack, env }),
    );
  } finally {
    rmSync(home, { recursive: true, force: true });
    // Never recursive: were the project still mounted there, it would go with it.
    rmdirSync(mountPoint);
  }
}

/** Where a file of the project is when the project is seen at `folder`. */
function seenAt(folder, file) {
  return file.startsWith(root) ? join(folder, relative(root, file)) : file;
}

/** Where that user can read the project: where it is, or mounted where the way to it is open. */
function findPlace({ uid, mountPoint, files }) {
  const places = [
    { folder: root, enter: asUser(uid) },
    { folder: mountPoint, enter: mountedAsUser(uid, mountPoint) },
  ];
  return (
    places.find(({ folder, enter }) =>
      files.every((file) => isReadable(enter, seenAt(folder, file))),
    ) ?? null
  );
}

function isReadable(enter, file) {
  const [command, ...args] = [...enter, 'test', '-r', file];
  return spawnSync(command, args).status === 0;
}

function asUser(uid) {
  return ['setpriv', `--reuid=${uid}`, `--regid=${uid}`, '--clear-groups', '--inh-caps=-all'];
}

/** The mount is seen by that one process and its children, and is gone with them. */
function mountedAsUser(uid, folder) {
  const script = 'mount --bind "$1" "$2" && shift 2 && exec "$@"';
  const inside = ['sh', '-c', script, 'sh', root, folder, ...asUser(uid)];
  return ['unshare', '--mount', '--propagation', 'private', ...inside];
}

/** Gives Chromium its setuid helper for as long as the specs run, where it has no other way. */
async function withSandbox(electronPath, uid, runThem) {
  const judge = () => judgeSandbox(sandboxFacts(electronPath, uid)).state;
  if (judge() === 'on') return runThem();
  const helper = join(dirname(electronPath), 'chrome-sandbox');
  if (statSync(helper, { throwIfNoEntry: false })?.uid !== 0) {
    return { skipped: 'no user namespaces for ordinary users, and no helper owned by root' };
  }
  chmodSync(helper, 0o4755);
  try {
    return await runThem();
  } finally {
    chmodSync(helper, 0o755);
  }
}

async function runSpecs({ uid, home, place, node, electron, redisStack, env }) {
  const display = await startDisplay({ owner: uid });
  const at = (file) => seenAt(place.folder, file);
  const report = join(home, 'report.json');
  const [command, ...args] = [
    ...place.enter,
    'sh',
    '-c',
    'cd "$1" && shift && exec "$@"',
    'sh',
    place.folder,
    at(node),
    at(join(root, 'node_modules/@playwright/test/cli.js')),
    'test',
    '--project=os-sandbox',
    `--config=${at(join(root, 'playwright.config.ts'))}`,
    `--output=${join(home, 'results')}`,
  ];
  try {
    const { ok } = await run(command, args, {
      // The way to our own folder may be closed to that user.
      cwd: '/',
      env: {
        ...(env.CI === undefined ? {} : { CI: env.CI }),
        ...display.env,
        PATH: env.PATH,
        LANG: env.LANG ?? 'C.UTF-8',
        HOME: home,
        TMPDIR: home,
        USER: 'nobody',
        ELECTRON_OVERRIDE_DIST_PATH: at(dirname(electron.path)),
        PLAYWRIGHT_JSON_OUTPUT_FILE: report,
        ...(redisStack === null ? {} : { REDSTART_REDIS_STACK: at(redisStack.dir) }),
      },
    });
    return { ok, report: readJson(report) };
  } finally {
    await display.stop();
  }
}
