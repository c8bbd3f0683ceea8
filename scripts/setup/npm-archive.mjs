import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { hashFile, makeWorkFolder } from './files.mjs';
import { npmReason } from './npm-packages.mjs';
import { lastLines, npm, run } from './run.mjs';

/**
 * Fetches one package that is in no dependency list, checks it against the pinned hash, and
 * unpacks it. Returns the folder of its content, or why there is none.
 */
export async function fetchNpmArchive({ name, version, integrity }) {
  const folder = makeWorkFolder();
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const packed = await npm(['pack', `${name}@${version}`, '--loglevel=error', '--ignore-scripts'], {
    cwd: folder,
    quiet: true,
  });
  const archive = readdirSync(folder).find((file) => file.endsWith('.tgz'));
  if (!packed.ok || archive === undefined) {
    remove();
    return { failed: npmReason(packed.output).slice(0, 2).join(', ') || 'npm pack gave no file' };
  }
  const found = await hashFile(join(folder, archive), 'sha512');
  if (found !== integrity) {
    remove();
    return { failed: `its hash is ${found}, not the pinned ${integrity}` };
  }
  const unpacked = await run('tar', ['-xzf', archive], { cwd: folder, quiet: true });
  if (!unpacked.ok) {
    remove();
    return { failed: `tar: ${lastLines(unpacked.output, 1)[0]}` };
  }
  return { content: join(folder, 'package'), remove };
}
