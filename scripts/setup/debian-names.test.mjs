import { describe, expect, it } from 'vitest';
import { packagesFor, readOsRelease } from './debian-names.mjs';

const everything = { libraries: true, display: true, redis: true };
const releases = {
  debian12: 'ID=debian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\n',
  debian13: 'ID=debian\nVERSION_ID="13"\nVERSION_CODENAME=trixie\n',
  ubuntu2204: 'ID=ubuntu\nID_LIKE=debian\nVERSION_CODENAME=jammy\nUBUNTU_CODENAME=jammy\n',
  ubuntu2404: 'ID=ubuntu\nID_LIKE=debian\nVERSION_CODENAME=noble\nUBUNTU_CODENAME=noble\n',
  mint21: 'ID=linuxmint\nID_LIKE="ubuntu debian"\nVERSION_CODENAME=vera\nUBUNTU_CODENAME=jammy\n',
  mint22: 'ID=linuxmint\nID_LIKE="ubuntu debian"\nVERSION_CODENAME=wilma\nUBUNTU_CODENAME=noble\n',
};
const namesOn = (release, needs) => packagesFor(readOsRelease(releases[release]), needs);

describe('readOsRelease', () => {
  it('takes values with and without quotes, and no comments', () => {
    expect(readOsRelease('# a\nNAME="Debian GNU/Linux"\nID=debian\nX=\n\n')).toEqual({
      NAME: 'Debian GNU/Linux',
      ID: 'debian',
      X: '',
    });
  });
});

describe('packagesFor', () => {
  it.each(['debian12', 'ubuntu2204', 'mint21'])(
    'names the libraries as before on %s',
    (release) => {
      expect(namesOn(release, everything)).toContain('libgtk-3-0');
      expect(namesOn(release, everything).filter((name) => name.endsWith('t64'))).toEqual([]);
    },
  );

  it.each(['debian13', 'ubuntu2404', 'mint22'])('names them with t64 on %s', (release) => {
    const names = namesOn(release, everything);
    expect(names).toEqual(expect.arrayContaining(['libgtk-3-0t64', 'libasound2t64', 'libnss3']));
    expect(names).not.toContain('libasound2');
    expect(names).not.toContain('libnss3t64');
  });

  it('asks only for what is missing', () => {
    expect(namesOn('debian12', { ...everything, libraries: false })).toEqual([
      'xvfb',
      'redis-tools',
    ]);
    expect(namesOn('debian13', { display: true })).toEqual(['xvfb']);
  });

  it('never asks for a package that starts a service', () => {
    expect(namesOn('ubuntu2404', everything)).not.toContain('redis-server');
  });

  it('knows no names elsewhere', () => {
    expect(packagesFor(readOsRelease('ID=fedora\nVERSION_ID=43\n'), everything)).toBeNull();
    expect(packagesFor({}, everything)).toBeNull();
  });
});
