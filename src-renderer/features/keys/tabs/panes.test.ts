import { describe, expect, it } from 'vitest';
import { connectionId } from '../../../../src-shared/contract/define.ts';
import { toBinaryString, toBytes } from '../../../../src-shared/redis-value.ts';
import { ok } from '../../../../src-shared/result.ts';
import { createFakeClient } from '../../../client/fake-client.ts';
import { createPanes, type Pane, type Panes } from './panes.ts';
import type { OpenHow } from './tabs-store.ts';

const here = connectionId.parse('here');
const there = connectionId.parse('there');
const kept: OpenHow = { isKept: true, inNewTab: false, type: 'hash' };

function open(...names: readonly string[]): Panes {
  const client = createFakeClient({ 'keys.describe': () => ok([]) });
  const panes = createPanes(client, here);
  for (const name of names) panes.open(toBytes(name), kept);
  return panes;
}

/** "a [b] | *c" : what is shown in brackets, the pane with the focus with a star. */
function shown(panes: Panes): string {
  const strip = (pane: Pane): string => {
    const { tabs, active } = panes.strips[pane].getState();
    const names = tabs.map(({ id, key, connection }) => {
      const name = toBinaryString(key) + (connection === here ? '' : '@there');
      return id === active ? `[${name}]` : name;
    });
    return (panes.shown().pane === pane ? '*' : '') + names.join(' ');
  };
  return `${strip('first')} | ${strip('second')}`;
}

describe('the panes', () => {
  it('are one until a key goes to the side, which then has the focus', () => {
    const panes = open('a', 'b');
    expect(shown(panes)).toBe('*a [b] | ');
    panes.openAside(toBytes('c'), { type: null });
    expect(shown(panes)).toBe('a [b] | *[c]');
    panes.open(toBytes('d'), kept);
    expect(shown(panes)).toBe('a [b] | *c [d]');
    panes.focus('first');
    panes.open(toBytes('e'), kept);
    expect(shown(panes)).toBe('*a b [e] | c [d]');
  });

  it('have a key of one server in one of them only', () => {
    const panes = open('a', 'b');
    panes.openAside(toBytes('b'), { type: null });
    expect(shown(panes)).toBe('[a] | *[b]');
    panes.open(toBytes('a'), kept);
    expect(shown(panes)).toBe('*[a] | [b]');
    panes.openAside(toBytes('a'), { type: null, on: there });
    expect(shown(panes)).toBe('[a] | *b [a@there]');
  });

  it('move a tab from one to the other and back; the second goes with its last tab', () => {
    const panes = open('a', 'b');
    const first = panes.shown();
    panes.moveAside(first.pane, first.tab?.id ?? '');
    expect(shown(panes)).toBe('[a] | *[b]');
    const second = panes.shown();
    panes.moveAside(second.pane, second.tab?.id ?? '');
    expect(shown(panes)).toBe('*a [b] | ');
    panes.openAside(toBytes('c'), { type: null });
    const aside = panes.shown();
    panes.close(aside.pane, aside.tab?.id ?? '');
    expect(shown(panes)).toBe('*a [b] | ');
  });

  it('become one again, with what was on screen at the side', () => {
    const panes = open('a');
    panes.openAside(toBytes('b'), { type: null });
    panes.openAside(toBytes('c'), { type: null, on: there });
    panes.focus('second');
    panes.open(toBytes('d'), kept);
    panes.join();
    expect(shown(panes)).toContain('[d]');
    expect(shown(panes).endsWith('| ')).toBe(true);
    expect(shown(panes).startsWith('*')).toBe(true);
  });
});
