import { lstatSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { hashText, isStamped, readText, stamp } from './files.mjs';
import { cachePath } from './project.mjs';
import { answerOf, lastLines, onPath, run } from './run.mjs';
import { SetupStop, step } from './say.mjs';
import { packagesFor, readOsRelease } from './debian-names.mjs';

const serverLink = cachePath('bin', 'redis-server');
const install = ['install', '-y', '--no-install-recommends'];

/**
 * On Linux: the libraries Electron needs, Xvfb where there is no display, and for the tests a
 * plain redis-server. Other systems have what Electron needs.
 */
export function setUpSystem({ electron, forTests, needsDisplay }) {
  if (process.platform !== 'linux') return { plainRedis: onPath('redis-server') };
  return step('System libraries', async (announce) => {
    const osRelease = readText('/etc/os-release') ?? '';
    const key = hashText(electron.path, electron.version, osRelease);
    const libraries = isStamped('libraries', key) ? [] : missingLibraries(electron.path);
    const needs = {
      libraries: libraries.length > 0,
      display: needsDisplay && onPath('Xvfb') === null,
      redis: forTests && plainRedis() === null,
    };
    if (Object.values(needs).some(Boolean)) await provide(needs, libraries, osRelease, announce);
    const still = needs.libraries ? missingLibraries(electron.path) : [];
    if (still.length > 0) throw new SetupStop(`Electron lacks ${still.join(', ')}.`, unknownSystem);
    stamp('libraries', key);
    const redis = forTests ? plainRedis() : null;
    const notes = forTests && redis === null ? [noPlainRedis] : [];
    return { text: 'ready', notes, plainRedis: redis };
  });
}

const noPlainRedis = 'No redis-server found: tests against a Redis without modules are skipped.';
const unknownSystem = [
  "Install them with your system's package manager, then run the same command again.",
];

async function provide(needs, libraries, osRelease, announce) {
  const names = packagesFor(readOsRelease(osRelease), needs);
  if (names === null) {
    const lacking = [...libraries, ...(needs.display ? ['Xvfb'] : [])];
    if (lacking.length === 0) return;
    throw new SetupStop(`Not found: ${lacking.join(', ')}.`, unknownSystem);
  }
  if (process.getuid() !== 0) {
    if (!needs.libraries && !needs.display) return;
    throw new SetupStop('System packages are missing, and only root may install them. Run:', [
      `sudo apt-get update && sudo apt-get ${[...install, ...names].join(' ')}`,
      'Then run the same command again; it goes on from here.',
    ]);
  }
  announce(`apt-get install ${names.join(' ')}`);
  // One broken list among many fails the update, and the packages may be had all the same.
  await apt(['update']);
  const installed = await apt([...install, ...names]);
  if (installed.ok) {
    if (needs.redis) linkPlainRedis();
  } else if (needs.libraries || needs.display) {
    throw new SetupStop('apt-get could not install them:', [
      ...lastLines(installed.output),
      'With no network: connect, then run the same command again; it goes on from here.',
    ]);
  }
}

function apt(args) {
  return run('apt-get', ['-o', 'DPkg::Lock::Timeout=120', ...args], {
    quiet: true,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}

/** The shared libraries that the dynamic linker cannot find for a program. */
function missingLibraries(program) {
  return missingIn(answerOf('ldd', [program]) ?? '');
}

export function missingIn(lddOutput) {
  return lddOutput
    .split('\n')
    .filter((line) => line.includes('=> not found'))
    .map((line) => line.trim().split(' ')[0]);
}

/** Debian's plain server: on PATH, or the link made by `linkPlainRedis`. */
function plainRedis() {
  return onPath('redis-server', [process.env.PATH, dirname(serverLink)].join(':'));
}

/**
 * Debian's package redis-server also starts a service, which nobody asked for. redis-tools has
 * the same program under another name: it is the server unless it is called redis-check-rdb.
 */
function linkPlainRedis() {
  const program = onPath('redis-check-rdb');
  if (program === null) return;
  mkdirSync(dirname(serverLink), { recursive: true });
  if (lstatSync(serverLink, { throwIfNoEntry: false }) !== undefined) rmSync(serverLink);
  symlinkSync(program, serverLink);
  if (!answerOf(serverLink, ['--version'])?.startsWith('Redis server ')) rmSync(serverLink);
}
