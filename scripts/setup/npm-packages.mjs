import { existsSync } from 'node:fs';
import { hashText, isStamped, readJson, readText, stamp, unstamp } from './files.mjs';
import { projectPath, root } from './project.mjs';
import { npm } from './run.mjs';
import { SetupStop, step } from './say.mjs';

/** Installs what package-lock.json pins, by version and hash; nothing where it is there already. */
export function setUpNpmPackages() {
  return step('npm packages', async (announce) => {
    const lockText = readText(projectPath('package-lock.json'));
    if (lockText === null)
      throw new SetupStop('package-lock.json is missing: the clone is not whole.');
    const key = hashText(lockText, process.platform, process.arch);
    const installed = projectPath('node_modules', '.package-lock.json');
    if (isStamped('npm-packages', key) && existsSync(installed)) return { text: 'ready' };
    const lock = JSON.parse(lockText);
    if (holdsAll(lock, readJson(installed))) {
      stamp('npm-packages', key);
      return { text: 'ready' };
    }
    unstamp('npm-packages');
    const count = Object.keys(lock.packages).length - 1;
    announce(`npm ci: up to ${count} packages as package-lock.json pins them, some 250 MB`);
    await install();
    stamp('npm-packages', key);
    return { text: 'done' };
  });
}

async function install() {
  // No package runs code of its own when it is installed.
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
  const { ok, output } = await npm(args, { cwd: root, quiet: true });
  if (ok) return;
  throw new SetupStop('npm could not install the packages:', [
    ...npmReason(output),
    'With no network: connect, then run the same command again; it goes on from here.',
    ...(process.platform === 'win32'
      ? ['With EPERM or EBUSY: remove the folder node_modules, then run the same command again.']
      : []),
  ]);
}

/** What npm says went wrong, without its stacks, its usage text and the name of its log. */
export function npmReason(output) {
  const lines = output.split('\n').flatMap((line) => {
    const [, words] = /^npm (?:error|ERR!) (.+)$/.exec(line) ?? [];
    const isNoise = words === undefined || /^(\s|[{}]|syscall|errno|A complete log)/.test(words);
    return isNoise ? [] : [words];
  });
  const usage = lines.findIndex((line) => /^(Clean install|Usage:)/.test(line));
  const told = usage === -1 ? lines : lines.slice(0, usage);
  return told.length > 8 ? [...told.slice(0, 8), `and ${told.length - 8} lines more`] : told;
}

/**
 * Whether node_modules, by npm's own record of it, holds what the lockfile asks for. npm writes
 * that record last, so that an interrupted install never passes.
 */
export function holdsAll(lock, installed) {
  if (installed === null) return false;
  const wanted = Object.entries(lock.packages).filter(([path]) => path.startsWith('node_modules/'));
  const known = new Set(wanted.map(([path]) => path));
  const extra = Object.keys(installed.packages).some(
    (path) => path.startsWith('node_modules/') && !known.has(path),
  );
  return (
    !extra &&
    wanted.every(([path, asked]) => {
      const found = installed.packages[path];
      if (found === undefined) return asked.optional === true;
      return found.version === asked.version && found.integrity === asked.integrity;
    })
  );
}
