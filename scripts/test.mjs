// Every check and every test, from a fresh clone: the last line is `N passed, N failed`.
import { accessSync, constants, mkdirSync, rmSync, statfsSync } from 'node:fs';
import { hashTree, isStamped, stamp } from './setup/files.mjs';
import { cachePath, root } from './setup/project.mjs';
import { npm } from './setup/run.mjs';
import { failWith, say, seconds } from './setup/say.mjs';
import { setUp } from './setup.mjs';
import { build } from './start/build.mjs';
import { startDisplay } from './start/display.mjs';
import { runAsOrdinaryUser } from './test/ordinary-user.mjs';
import {
  inWords,
  sum,
  tallyCheck,
  tallyFile,
  tallyPlaywright,
  tallyVitest,
} from './test/tally.mjs';

const reports = cachePath('reports');
const vitestReport = cachePath('reports', 'vitest.json');
const playwrightReport = cachePath('reports', 'playwright.json');
const results = [];

/** Runs one part with its output on the screen; a part that fails does not keep the next from running. */
async function part(name, run) {
  process.stdout.write(`\n── ${name}\n`);
  const began = performance.now();
  const counts = await run();
  results.push({ name, counts, took: seconds(began) });
  return counts;
}

const script = (name, env, args = [], options = {}) =>
  npm(['run', '--silent', name, ...(args.length === 0 ? [] : ['--', ...args])], {
    cwd: root,
    env,
    ...options,
  });

const MEMORY_FOLDER = '/dev/shm';
const ENOUGH_MEMORY = 4 * 1024 ** 3;

/**
 * Journals and servers of the tests live in memory where the system offers a folder for that: each of thousands of small
 * journals would wait for the disk otherwise, which tests nothing.
 */
function inMemory(env) {
  try {
    const { bavail, bsize } = statfsSync(MEMORY_FOLDER);
    accessSync(MEMORY_FOLDER, constants.W_OK);
    return bavail * bsize < ENOUGH_MEMORY ? env : { ...env, TMPDIR: MEMORY_FOLDER };
  } catch {
    // No such folder here: the disk will do.
    return env;
  }
}

/** What lint looks at, and with types: the one check that remembers nothing by itself of what has not changed. */
const linted = () =>
  hashTree(root, {
    folders: ['src-main', 'src-renderer', 'src-shared', 'e2e', 'scripts', 'bench'],
    files: [
      '.oxlintrc.json',
      'oxlint-house.mjs',
      'package-lock.json',
      'package.json',
      'tsconfig.base.json',
      'tsconfig.json',
    ],
  });

async function check(name, env) {
  const key = name === 'lint' ? linted() : null;
  if (key !== null && isStamped(name, key))
    return { ok: true, output: 'nothing has changed since it passed' };
  const result = await script(name, env, [], { quiet: true });
  if (key !== null && result.ok) stamp(name, key);
  return result;
}

/** All at once, since each leaves processors idle; what one says is shown whole when it has ended. */
async function checks(env) {
  const names = ['types', 'lint', 'format:check', 'unused'];
  process.stdout.write(`\n── ${names.join(', ')}\n`);
  const ended = await Promise.all(
    names.map(async (name) => {
      const began = performance.now();
      const { ok, output } = await check(name, env);
      const took = seconds(began);
      process.stdout.write(`\n── ${name} (${took})\n${output === '' ? '' : `${output}\n`}`);
      return { name, counts: tallyCheck(ok), took };
    }),
  );
  results.push(...ended);
}

async function unitTests(env) {
  const args = ['--reporter=default', '--reporter=json', `--outputFile.json=${vitestReport}`];
  const { ok } = await script('test:unit', env, args);
  return tallyFile(vitestReport, ok, tallyVitest);
}

async function e2eTests(env, projects) {
  const display = process.platform === 'linux' ? await startDisplay() : null;
  try {
    const { ok } = await script(
      'test:e2e',
      { ...env, ...display?.env, PLAYWRIGHT_JSON_OUTPUT_FILE: playwrightReport },
      projects.map((project) => `--project=${project}`),
    );
    return tallyFile(playwrightReport, ok, tallyPlaywright);
  } finally {
    await display?.stop();
  }
}

/** Root has no OS sandbox, so start-up and what the sandbox protects are tested as a user who has it. */
async function e2eAsOrdinaryUser(found) {
  const { skipped, ok, report } = await runAsOrdinaryUser(found);
  if (skipped === undefined) return { ...tallyPlaywright(report, ok), ran: true };
  process.stdout.write(`Run as root, without the OS sandbox: ${skipped}\n`);
  return {
    passed: 0,
    failed: 0,
    skipped: 0,
    note: `not in the OS sandbox: ${skipped}`,
    ran: false,
  };
}

async function testAll() {
  const found = await setUp({ forTests: true });
  const { env, osSandbox } = found;
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  await checks(env);
  await part('unit tests', () => unitTests(inMemory(env)));
  const built = await part('build', async () => tallyCheck((await build(env)).ok));
  if (built.failed > 0) return;
  const isRoot = osSandbox === 'root';
  const { ran } = isRoot
    ? await part('e2e in OS sandbox', () => e2eAsOrdinaryUser(found))
    : { ran: false };
  const projects = ran ? ['app'] : ['app', 'os-sandbox'];
  await part('e2e tests', () => e2eTests(inMemory(env), projects));
}

function conclude() {
  process.stdout.write('\n');
  for (const { name, counts, took } of results)
    say(name, `${counts.note ?? inWords(counts)} (${took})`);
  const { passed, failed } = sum(results);
  if (failed > 0) process.exitCode = 1;
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
}

try {
  await testAll();
} catch (error) {
  results.push({ name: 'set-up', counts: tallyCheck(false), took: '' });
  failWith(error);
}
conclude();
