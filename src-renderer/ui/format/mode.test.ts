import { describe, expect, it } from 'vitest';
import { formatMode, formatNodes } from './mode.ts';

const of = (primaries: number, replicas = 0) => ({
  primaries,
  replicas,
  lost: [],
  isDown: false,
});

describe('what a server is', () => {
  it('is one server, a cluster, or a part of one', () => {
    expect(formatMode({ mode: 'standalone', cluster: null })).toBe('standalone');
    expect(formatMode({ mode: 'cluster', cluster: of(3) })).toBe('cluster, 3 primaries');
    expect(formatMode({ mode: 'cluster', cluster: of(1) })).toBe('cluster, 1 primary');
    expect(formatMode({ mode: 'cluster', cluster: null })).toBe('cluster, this node only');
  });

  it('counts replicas where there are some', () => {
    expect(formatNodes(of(3))).toBe('3 primaries');
    expect(formatNodes(of(3, 1))).toBe('3 primaries, 1 replica');
    expect(formatNodes(of(6, 12))).toBe('6 primaries, 12 replicas');
  });
});
