import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { completed, missingFrom } from './complete-lock.mjs';
import { projectPath } from './setup/project.mjs';

const lock = {
  lockfileVersion: 3,
  packages: {
    '': {},
    'node_modules/@a/core': {
      version: '1.0.0',
      dev: true,
      optionalDependencies: {
        '@a/core-linux-x64-gnu': '1.0.0',
        '@a/core-linux-arm64-musl': '1.0.0',
        '@a/core-win32-x64-msvc': '1.0.0',
      },
    },
    'node_modules/@a/core-linux-x64-gnu': { version: '1.0.0', optional: true },
  },
};

describe('package-lock.json', () => {
  it('holds every package it speaks of, or npm ci refuses it: node scripts/complete-lock.mjs', () => {
    const own = JSON.parse(readFileSync(projectPath('package-lock.json'), 'utf8'));
    expect(missingFrom(own).map(({ name }) => name)).toEqual([]);
  });
});

describe('completed', () => {
  it('adds what is missing with the system it is for, and leaves the rest alone', () => {
    const { packages } = completed(lock);
    expect(packages['node_modules/@a/core-linux-arm64-musl']).toEqual({
      version: '1.0.0',
      cpu: ['arm64'],
      dev: true,
      libc: ['musl'],
      optional: true,
      os: ['linux'],
    });
    expect(packages['node_modules/@a/core-win32-x64-msvc']).toMatchObject({
      cpu: ['x64'],
      os: ['win32'],
    });
    expect(packages['node_modules/@a/core']).toEqual(lock.packages['node_modules/@a/core']);
    expect(missingFrom(completed(lock))).toEqual([]);
    expect(completed(completed(lock))).toEqual(completed(lock));
  });
});
