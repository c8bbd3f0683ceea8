/** The fields of /etc/os-release. */
export function readOsRelease(text) {
  const fields = text.split('\n').flatMap((line) => {
    const [, name, value] = /^([A-Z_]+)=(.*)$/.exec(line) ?? [];
    return name === undefined ? [] : [[name, value.replace(/^(["'])(.*)\1$/, '$2')]];
  });
  return Object.fromEntries(fields);
}

/** Releases from before the change to 64-bit time, which renamed libraries with the ending t64. */
const beforeTime64 = new Set([
  'stretch',
  'buster',
  'bullseye',
  'bookworm',
  'bionic',
  'focal',
  'jammy',
  'kinetic',
  'lunar',
  'mantic',
]);
const renamed = new Set(['libgtk-3-0', 'libasound2', 'libatk-bridge2.0-0']);
const libraries = [
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libatk-bridge2.0-0',
  'libxss1',
  'libxtst6',
  'libnotify4',
];

/** What apt has to install, by its names on this release; null where the system has no apt. */
export function packagesFor(osRelease, needs) {
  const families = new Set([osRelease.ID, ...(osRelease.ID_LIKE ?? '').split(' ')]);
  if (!families.has('debian') && !families.has('ubuntu')) return null;
  const { UBUNTU_CODENAME, DEBIAN_CODENAME, VERSION_CODENAME } = osRelease;
  const time64 = !beforeTime64.has(UBUNTU_CODENAME ?? DEBIAN_CODENAME ?? VERSION_CODENAME);
  const nameHere = (name) => (time64 && renamed.has(name) ? `${name}t64` : name);
  return [
    ...(needs.libraries ? libraries.map(nameHere) : []),
    ...(needs.display ? ['xvfb'] : []),
    ...(needs.redis ? ['redis-tools'] : []),
  ];
}
