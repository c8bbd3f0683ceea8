import { readdirSync, readFileSync } from 'node:fs';
import { rounded } from './figures.mjs';

/**
 * What an open app holds in MB, over all its processes. On Linux PSS, which counts a page that n processes share as an
 * n-th for each: RSS would count Electron's binary anew for every process. Elsewhere what Electron itself reports.
 */
export async function memoryOf(app) {
  const found = process.platform === 'linux' ? pssOfTree(app.pid) : await app.ask('metrics');
  return {
    by: process.platform === 'linux' ? 'PSS' : 'app.getAppMetrics()',
    mb: found.reduce((total, { kb }) => total + kb, 0) / 1024,
    processes: found.length,
    each: found.map(({ name, kb }) => `${name} ${rounded(kb / 1024)}`),
  };
}

function pssOfTree(root) {
  const children = Map.groupBy(processes(), ({ parent }) => parent);
  const found = [root];
  for (const pid of found) for (const child of children.get(pid) ?? []) found.push(child.pid);
  return found.map((pid) => ({ name: kindOf(pid), kb: pssKb(pid) }));
}

function processes() {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const stat = readIfThere(`/proc/${name}/stat`);
      // The name of the program stands in brackets and may hold anything, also brackets.
      const [, parent] = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
      return parent === undefined ? [] : [{ pid: Number(name), parent: Number(parent) }];
    });
}

/** Chromium says in the arguments what a process is for. */
function kindOf(pid) {
  const line = readIfThere(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ') ?? '';
  const [, type = 'main'] = /--type=([\w-]+)/.exec(line) ?? [];
  const [, service = ''] = /--utility-sub-type=\w+\.mojom\.(\w+)/.exec(line) ?? [];
  return service === '' ? type : `${type} ${service}`;
}

function pssKb(pid) {
  const [, kb = 0] = /^Pss:\s+(\d+) kB/m.exec(readIfThere(`/proc/${pid}/smaps_rollup`) ?? '') ?? [];
  return Number(kb);
}

/** null: the process has ended meanwhile. */
function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return null;
    throw error;
  }
}
