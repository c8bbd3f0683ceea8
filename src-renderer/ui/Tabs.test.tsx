import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { Tabs } from './Tabs.tsx';
import { fakeLayout } from './testing/fake-layout.ts';

const tabs = ['one', 'two', 'three'].map((id) => ({
  id,
  label: id,
  name: `key:${id}`,
  isPreview: id === 'three',
  isChanged: id === 'two',
}));

function Strip(props: { onClose?: (id: string) => void; onKeep?: (id: string) => void }) {
  const [active, setActive] = useState<string | null>('one');
  return (
    <Tabs
      id="docs"
      label="Open keys"
      tabs={tabs}
      active={active}
      onActivate={setActive}
      onClose={props.onClose ?? (() => {})}
      onKeep={props.onKeep}
    />
  );
}
const chosen = () => screen.getByRole('tab', { selected: true }).textContent;
const key = (name: string) =>
  fireEvent.keyDown(screen.getByRole('tab', { selected: true }), { key: name });

beforeAll(fakeLayout);
afterEach(cleanup);

it('is one tab stop, in which the arrows go round', () => {
  render(<Strip />);
  expect(screen.getAllByRole('tab').filter((tab) => tab.tabIndex === 0)).toHaveLength(1);
  key('ArrowLeft');
  expect(chosen()).toBe('three');
  expect(document.activeElement?.textContent).toBe('three');
  key('ArrowRight');
  expect(chosen()).toBe('one');
  key('End');
  expect(chosen()).toBe('three');
});

it('closes by Delete, by the middle button, and by the cross without choosing the tab', () => {
  const onClose = vi.fn();
  render(<Strip onClose={onClose} />);
  key('Delete');
  expect(onClose).toHaveBeenLastCalledWith('one');
  const third = screen.getByRole('tab', { name: 'three' });
  fireEvent(third, new MouseEvent('auxclick', { button: 1, bubbles: true }));
  expect(onClose).toHaveBeenLastCalledWith('three');
  const cross = screen.getByRole('tab', { name: /two/ }).querySelector('.x');
  if (cross !== null) {
    fireEvent.mouseDown(cross);
    fireEvent.click(cross);
  }
  expect(onClose).toHaveBeenLastCalledWith('two');
  expect(chosen()).toBe('one');
});

it('keeps a preview by Enter or a double click, and says that a tab has changes', () => {
  const onKeep = vi.fn();
  render(<Strip onKeep={onKeep} />);
  fireEvent.doubleClick(screen.getByRole('tab', { name: 'three' }));
  expect(onKeep).toHaveBeenCalledWith('three');
  key('Enter');
  expect(onKeep).toHaveBeenLastCalledWith('one');
  expect(screen.getByRole('tab', { name: /two.*changed/ })).toBeDefined();
});

it('gives the keyboard to the next tab when one is closed by Delete', () => {
  function Closing() {
    const [left, setLeft] = useState(tabs);
    return (
      <Tabs
        id="docs"
        label="Open keys"
        tabs={left}
        active={left[0]?.id ?? null}
        onActivate={() => {}}
        onClose={(id) => setLeft(left.filter((tab) => tab.id !== id))}
      />
    );
  }
  render(<Closing />);
  screen.getByRole('tab', { selected: true }).focus();
  key('Delete');
  expect(document.activeElement?.textContent).toContain('two');
});
