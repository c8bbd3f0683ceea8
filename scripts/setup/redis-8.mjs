import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  hashFile,
  hashText,
  installFolder,
  isInstalled,
  isRecent,
  makeWorkFolder,
} from './files.mjs';
import { cachePath } from './project.mjs';
import { lastLines, onPath, run } from './run.mjs';
import { step } from './say.mjs';

const pool = 'http://deb.debian.org/debian/pool/main/';
const day = 24 * 60 * 60_000;
const minute = 60_000;

/** Debian 13's servers, and what they are linked with: its libc is newer than that of many systems. */
const packages = [
  {
    file: 'r/redis/redis-tools_8.0.2-3+deb13u3_amd64.deb',
    sha256: 'ca91969383b5e9ea7f278dde513e2bc444914961e19e7d94cda7745a95f6686a',
  },
  {
    file: 'v/valkey/valkey-tools_8.1.1+dfsg1-3+deb13u3_amd64.deb',
    sha256: '0c800fe97e57ec7e8e71a147a0d1119955ffd6d083e73618ce946a44d3b827dd',
  },
  {
    file: 'g/glibc/libc6_2.41-12+deb13u5_amd64.deb',
    sha256: 'b59b0625cd1a791375d40dab23a4d5d3d0641e3d0a773501becdc3725b7f99cf',
  },
  {
    file: 'g/gcc-14/libstdc++6_14.2.0-19_amd64.deb',
    sha256: 'ab1fa05837aa7a92aae748fd07a18a35f7d18bb4a71c4724fe2bbf0e32089de0',
  },
  {
    file: 'g/gcc-14/libgcc-s1_14.2.0-19_amd64.deb',
    sha256: '3c71917b490d1a17aed43196a2787a256ecf060526cdb20216a74bedc061b150',
  },
  {
    file: 'g/gcc-14/libatomic1_14.2.0-19_amd64.deb',
    sha256: '212b399aae2f7299203d261a57e49372e09565a9a5ea971905f94a3960366c05',
  },
  {
    file: 'j/jemalloc/libjemalloc2_5.3.0-3_amd64.deb',
    sha256: 'e7d64919e620e8ea46960104efe1e9c977d751e5b610a5d89b0b51aeae9530d7',
  },
  {
    file: 'libl/liblzf/liblzf1_3.6-4+b3_amd64.deb',
    sha256: '1f7677f1098f9f643806d64a2ed54d14bcd5954e71b63c2aa1e9bb7bcd84d783',
  },
  {
    file: 'o/openssl/libssl3t64_3.5.9-1~deb13u1_amd64.deb',
    sha256: 'ffefb9af363e0e4592251b2533eb06453c8e470f7772e40263c4b2129251a6d5',
  },
  {
    file: 's/systemd/libsystemd0_257.13-1~deb13u1_amd64.deb',
    sha256: 'ab0d4127b5e46e6f8c015a1db15a62ba9ae274cdefa150083adf90ada0600ea1',
  },
  {
    file: 'libz/libzstd/libzstd1_1.5.7+dfsg-1_amd64.deb',
    sha256: '2f6a2aeacfc925eba8b00ac9139bc4bfccf8cacb09eb93de067074b26948eef9',
  },
  {
    file: 'z/zlib/zlib1g_1.3.dfsg+really1.3.1-1+deb13u1_amd64.deb',
    sha256: '8c27c342230503b73dfde629642c3b352e87b554e06d60cf58772f236a305ceb',
  },
  {
    file: 'libc/libcap2/libcap2_2.75-10+deb13u1+b3_amd64.deb',
    sha256: '89fc4d34fc7a28ad6f0fcd0c561ab253b9dedf6f77f5a000b47c276c8295bf67',
  },
];
const pin = hashText(...packages.map(({ sha256 }) => sha256));
const folder = cachePath('redis-8');
/** Folders with bin/redis-server and bin/valkey-server that the tests are to take instead. */
const own = ['REDSTART_REDIS_8', 'REDSTART_VALKEY_8'];
const servers = ['redis-server', 'valkey-server'];

/**
 * Fetches Redis 8 and Valkey 8, for the tests only: nothing of it is shipped. Never fatal: Debian
 * drops old versions, and the tests that need them are then skipped. `before` is a failure that is
 * tried again on the next day, or with `retry`.
 */
export function setUpRedis8({ before, retry }) {
  return step('Redis 8', async (announce) => {
    if (own.every((name) => process.env[name])) return there(`your own, by ${own.join(' and ')}`);
    const system = `${process.platform} ${process.arch}`;
    if (system !== 'linux x64') return without(`there is no build for ${system}`);
    if (isInstalled(folder, pin)) return there('ready: Redis 8.0.2, Valkey 8.1.1');
    if (onPath('dpkg-deb') === null) return without('dpkg-deb, which unpacks it, is missing');
    if (!retry && isRecent(before, day)) return without(before.reason, before);
    announce('Redis 8.0.2 and Valkey 8.1.1 from Debian, 10 MB, for tests only');
    const reason = await fetchAll();
    if (reason === null) return there('done: Redis 8.0.2, Valkey 8.1.1');
    return without(reason, { at: new Date().toISOString(), reason });
  });
}

const there = (text) => ({ text, failure: null, reason: null });

function without(reason, failure = null) {
  const notes = ['Tests of Redis 8 and Valkey 8 are not run; the app does not need them.'];
  if (failure !== null) notes.push('Tried again tomorrow, or now by: npm run setup -- --retry');
  return { text: `not there: ${reason}`, failure, reason, notes };
}

async function fetchAll() {
  const work = makeWorkFolder();
  try {
    const all = join(work, 'all');
    for (const one of packages) {
      const reason = await unpack(one, work, all);
      if (reason !== null) return reason;
    }
    return await install(all, join(work, 'made'));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function unpack({ file, sha256 }, work, all) {
  const deb = join(work, 'one.deb');
  const reason = await download(pool + file, deb);
  const name = file.split('/').at(-1);
  if (reason !== null) return `${name}: ${reason}`;
  const found = await hashFile(deb, 'sha256');
  if (found !== sha256) return `${name}: its hash is ${found}, not the pinned ${sha256}`;
  const unpacked = await run('dpkg-deb', ['-x', deb, all], { quiet: true });
  return unpacked.ok ? null : `${name}: ${lastLines(unpacked.output, 1)[0]}`;
}

async function download(url, file) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(minute) });
    if (response.status === 404) return 'Debian has it no more';
    if (!response.ok) return `the answer was ${response.status}`;
    writeFileSync(file, new Uint8Array(await response.arrayBuffer()));
    return null;
  } catch (error) {
    return error.cause?.code ?? error.message;
  }
}

/** The check tool is the server unless it is called so. Both start by scripts that bring their own libc. */
async function install(all, made) {
  mkdirSync(join(made, 'bin'), { recursive: true });
  cpSync(join(all, 'usr', 'lib', 'x86_64-linux-gnu'), join(made, 'lib'), {
    recursive: true,
    verbatimSymlinks: true,
  });
  for (const server of servers) {
    const tool = server.replace('-server', '-check-rdb');
    cpSync(join(all, 'usr', 'bin', tool), join(made, 'lib', server));
    writeFileSync(join(made, 'bin', server), starter(server), { mode: 0o755 });
    const answer = await run(join(made, 'bin', server), ['--version'], { quiet: true });
    if (!answer.ok) return `${server} does not run here: ${lastLines(answer.output, 1)[0]}`;
  }
  installFolder(made, folder, pin);
  return null;
}

const starter = (server) => `#!/bin/sh
lib=$(dirname "$(dirname "$(readlink -f "$0")")")/lib
exec "$lib/ld-linux-x86-64.so.2" --argv0 ${server} --library-path "$lib" "$lib/${server}" "$@"
`;
