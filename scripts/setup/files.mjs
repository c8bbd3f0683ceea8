import { createHash, randomBytes } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { cachePath } from './project.mjs';

/** The text of a file, or null where there is none. */
export function readText(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    throw error;
  }
}

/** The content of a JSON file, or null where there is none or it is cut short. */
export function readJson(file) {
  const text = readText(file);
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Writes a file so that a reader, or a crash, never sees half of it. Skips a write that changes nothing. */
export function writeWhole(file, text) {
  if (readText(file) === text) return;
  mkdirSync(dirname(file), { recursive: true });
  const half = `${file}.${process.pid}.half`;
  writeFileSync(half, text);
  renameSync(half, file);
}

/** A fresh folder on the same file system as the cache, so that what is made in it can be renamed. */
export function makeWorkFolder() {
  const folder = cachePath('tmp', randomBytes(6).toString('hex'));
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Puts a finished folder in place of an older one; its pin is written before, as its last file. */
export function installFolder(made, target, pin) {
  writeFileSync(join(made, '.pin'), pin);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(dirname(target), { recursive: true });
  renameSync(made, target);
}

export function isInstalled(target, pin) {
  return readText(join(target, '.pin')) === pin;
}

/** What was done is remembered under the hash of what it was done from. */
export function isStamped(name, key) {
  return readText(cachePath('stamps', name)) === key;
}

export function stamp(name, key) {
  writeWhole(cachePath('stamps', name), key);
}

export function unstamp(name) {
  rmSync(cachePath('stamps', name), { force: true });
}

export function hashText(...texts) {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(text).update('\0');
  return hash.digest('hex');
}

/** One hash over names and content of files, and of all below some folders; `isPart` leaves some out. */
export function hashTree(base, { folders, files, isPart = () => true }) {
  const found = folders.flatMap((folder) => filesIn(join(base, folder)));
  const all = [...found, ...files.map((file) => join(base, file))]
    .filter((file) => existsSync(file) && isPart(file))
    .sort((a, b) => (a < b ? -1 : 1));
  return hashText(...all.flatMap((file) => [relative(base, file), readFileSync(file)]));
}

function filesIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** The hash of a file as the package registries write it: hex of SHA-256, or `sha512-<base64>`. */
export async function hashFile(file, kind) {
  const hash = createHash(kind);
  await pipeline(createReadStream(file), hash);
  return kind === 'sha512' ? `sha512-${hash.digest('base64')}` : hash.digest('hex');
}

export function firstThatExists(files) {
  return files.find((file) => existsSync(file)) ?? null;
}

/** Whether a failure that was remembered is younger than that many milliseconds. */
export function isRecent(failure, limit, now = Date.now()) {
  const age = now - Date.parse(failure?.at ?? '');
  return age >= 0 && age < limit;
}
