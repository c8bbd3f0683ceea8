// npm leaves the packages for other systems out of package-lock.json when the registry at hand does
// not list them, and `npm ci` then refuses the file everywhere. This adds them: version and system,
// without a hash, which npm fills in when it next meets them. Run it after a change of dependencies.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { writeWhole } from './setup/files.mjs';
import { projectPath } from './setup/project.mjs';

const systems = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const processors = ['arm64', 'arm', 'ia32', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64'];

/** The entry of a binary package, for the system that the words of its name say, in npm's order. */
function entryOf({ name, version, dev }) {
  const words = name.split(/[/-]/);
  const cpu = processors.find((word) => words.includes(word));
  const os = systems.find((word) => words.includes(word));
  const libc = words.includes('musl') ? 'musl' : words.includes('gnu') ? 'glibc' : undefined;
  return {
    version,
    ...(cpu === undefined ? {} : { cpu: [cpu] }),
    ...(dev ? { dev } : {}),
    ...(libc === undefined || os !== 'linux' ? {} : { libc: [libc] }),
    optional: true,
    ...(os === undefined ? {} : { os: [os] }),
  };
}

/** The optional packages that a lockfile speaks of and does not hold. */
export function missingFrom(lock) {
  const paths = Object.keys(lock.packages);
  const isHeld = (name) => paths.some((path) => path.endsWith(`node_modules/${name}`));
  return Object.values(lock.packages).flatMap((entry) =>
    Object.entries(entry.optionalDependencies ?? {})
      .filter(([name]) => !isHeld(name))
      .map(([name, version]) => ({ name, version, dev: entry.dev === true })),
  );
}

/** The lockfile with what was missing from it. */
export function completed(lock) {
  const added = missingFrom(lock).map((one) => [`node_modules/${one.name}`, entryOf(one)]);
  const packages = [...Object.entries(lock.packages), ...added].sort(([a], [b]) =>
    a.localeCompare(b, 'en'),
  );
  return { ...lock, packages: Object.fromEntries(packages) };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const file = projectPath('package-lock.json');
  const lock = JSON.parse(readFileSync(file, 'utf8'));
  const missing = missingFrom(lock);
  const inexact = missing.filter(({ version }) => !/^\d+\.\d+\.\d+/.test(version));
  if (inexact.length > 0) {
    throw new Error(`No exact version: ${inexact.map(({ name }) => name).join(', ')}`);
  }
  writeWhole(file, `${JSON.stringify(completed(lock), null, 2)}\n`);
  console.log(`package-lock.json: ${missing.length} packages of other systems added`);
}
