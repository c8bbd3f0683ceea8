// The whole set-up of Redstart, on Node 20.19 or later, with no package. It prints a line for each
// step, does nothing twice, and can be interrupted at any point. Each part is a file in setup/.
import { rmSync } from 'node:fs';
import { delimiter, dirname, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setUpSandbox } from './setup/chromium-sandbox.mjs';
import { setUpElectron } from './setup/electron.mjs';
import { readJson, writeWhole } from './setup/files.mjs';
import { withSetupLock } from './setup/lock.mjs';
import { requireNode, setUpNode, toolEnvironment } from './setup/node-24.mjs';
import { setUpNpmPackages } from './setup/npm-packages.mjs';
import { cachePath, root } from './setup/project.mjs';
import { setUpRedis8 } from './setup/redis-8.mjs';
import { setUpRedisStack } from './setup/redis-stack.mjs';
import { failWith, say, seconds } from './setup/say.mjs';
import { setUpSystem } from './setup/system-packages.mjs';

const recordFile = cachePath('setup.json');

/** Whether windows need an invisible display of their own. */
export function lacksDisplay(env = process.env) {
  return process.platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY;
}

/**
 * Brings everything in place and returns where it is. What was found is also written to
 * .cache/setup.json, where the tests look for it.
 */
export function setUp({ forTests = false, retry = false } = {}) {
  const began = performance.now();
  return withSetupLock(async () => {
    requireNode();
    // What an interrupted set-up left half made.
    rmSync(cachePath('tmp'), { recursive: true, force: true });
    await setUpNpmPackages();
    const node = await setUpNode();
    const env = toolEnvironment(node.path);
    const before = readJson(recordFile)?.failures ?? {};
    const { electron, failure: electronFailure } = await setUpElectron({
      node: node.path,
      env,
      before: before.electron ?? null,
      retry,
    });
    const needsDisplay = forTests || lacksDisplay();
    const { plainRedis } = await setUpSystem({ electron, forTests, needsDisplay });
    const sandbox = setUpSandbox(electron.path);
    const { dir, failure: redisFailure } = await setUpRedisStack({
      before: before.redisStack ?? null,
      retry: retry || forTests,
    });
    const redisStack = dir === null ? null : { dir };
    const eight = forTests ? await setUpRedis8({ before: before.redis8 ?? null, retry }) : null;
    const failures = {
      electron: electronFailure,
      redisStack: redisFailure ?? null,
      redis8: eight === null ? (before.redis8 ?? null) : eight.failure,
    };
    const found = { electron, osSandbox: sandbox.state, redisStack, failures };
    remember(found);
    say('Set-up', `complete (${seconds(began)})`);
    const whyNoRedis8 = eight?.reason ?? null;
    return { ...found, env: environmentFor(env, { ...found, whyNoRedis8 }, plainRedis) };
  });
}

/** Paths are written from the project's folder, so that the whole can be moved, or mounted elsewhere. */
function remember({ electron, redisStack, ...rest }) {
  const record = {
    electron: { ...electron, path: relative(root, electron.path) },
    redisStack: redisStack === null ? null : { dir: relative(root, redisStack.dir) },
    ...rest,
  };
  writeWhole(recordFile, `${JSON.stringify(record, null, 2)}\n`);
}

/** What tools and tests find in their environment. */
function environmentFor(env, { electron, redisStack, whyNoRedis8 }, plainRedis) {
  return {
    ...env,
    PATH: plainRedis === null ? env.PATH : [env.PATH, dirname(plainRedis)].join(delimiter),
    // electron-vite asks here for the binary.
    ELECTRON_EXEC_PATH: electron.path,
    // The electron package, which Playwright asks, knows where its own is and would download one.
    ...(electron.official ? {} : { ELECTRON_OVERRIDE_DIST_PATH: dirname(electron.path) }),
    ...(redisStack === null ? {} : { REDSTART_REDIS_STACK: redisStack.dir }),
    // What the skipped tests say.
    ...(whyNoRedis8 === null ? {} : { REDSTART_NO_REDIS_8: whyNoRedis8 }),
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const args = new Set(process.argv.slice(2));
  if (args.has('--help')) {
    console.log('npm run setup [-- --retry]   --retry downloads Electron again after a failure');
    console.log(`Everything lands in ${root}: node_modules and .cache. Remove both to start anew.`);
  } else {
    await setUp({ forTests: true, retry: args.has('--retry') }).catch(failWith);
  }
}
