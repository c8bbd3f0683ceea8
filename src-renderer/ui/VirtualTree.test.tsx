import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { fakeLayout } from './testing/fake-layout.ts';
import { VirtualTree, type VirtualTreeProps } from './VirtualTree.tsx';

const all = [
  { name: 'offer', level: 1, folder: true },
  { name: 'product', level: 1, folder: true },
  { name: 'laptops', level: 2, folder: true },
  { name: 'iphone', level: 2, folder: false },
  { name: 'ipad', level: 2, folder: false },
  { name: 'flags', level: 1, folder: false },
];

function Tree(props: Partial<VirtualTreeProps>) {
  const [isOpen, setIsOpen] = useState(true);
  const [active, setActive] = useState(-1);
  const rows = all.filter((row) => row.level === 1 || isOpen);
  return (
    <VirtualTree
      label="Keys"
      count={rows.length}
      rowKey={(index) => rows[index]?.name ?? ''}
      rowAt={(index) => {
        const row = rows[index];
        const isExpanded = row?.name === 'product' ? isOpen : false;
        return { level: row?.level ?? 1, isExpanded: row?.folder === true ? isExpanded : null };
      }}
      renderRow={(index) => rows[index]?.name}
      active={active}
      onActiveChange={setActive}
      onToggle={(_, isExpanded) => {
        setIsOpen(isExpanded);
      }}
      findByText={(text, from) => {
        const found = rows.findIndex((row, index) => index >= from && row.name.startsWith(text));
        return found < 0 ? null : found;
      }}
      {...props}
    />
  );
}
const tree = () => screen.getByRole('tree');
const key = (name: string, more = {}) => fireEvent.keyDown(tree(), { key: name, ...more });
const active = () => {
  const id = tree().getAttribute('aria-activedescendant');
  return id === null ? null : (document.getElementById(id)?.textContent ?? null);
};

beforeAll(fakeLayout);
afterEach(cleanup);

it('walks, folds and unfolds as a tree does', () => {
  render(<Tree />);
  key('ArrowDown');
  key('ArrowDown');
  expect(active()).toBe('product');
  key('ArrowRight');
  expect(active()).toBe('laptops');
  key('End');
  key('ArrowUp');
  expect(active()).toBe('ipad');
  key('ArrowLeft');
  expect(active()).toBe('product');
  key('ArrowLeft');
  expect(screen.queryByText('ipad')).toBeNull();
  expect(screen.getByRole('treeitem', { name: 'product' }).getAttribute('aria-expanded')).toBe(
    'false',
  );
  key('ArrowRight');
  expect(screen.getByText('ipad')).toBeDefined();
});

it('previews on a click, keeps on Enter and a double click', () => {
  const onOpen = vi.fn();
  render(<Tree onOpen={onOpen} />);
  fireEvent.click(screen.getByText('iphone'));
  expect(onOpen).toHaveBeenLastCalledWith(3, { isKept: false, inNewTab: false });
  key('Enter');
  expect(onOpen).toHaveBeenLastCalledWith(3, { isKept: true, inNewTab: false });
  key('Enter', { ctrlKey: true });
  expect(onOpen).toHaveBeenLastCalledWith(3, { isKept: true, inNewTab: true });
  fireEvent.doubleClick(screen.getByText('ipad'));
  expect(onOpen).toHaveBeenLastCalledWith(4, { isKept: true, inNewTab: false });
});

it('folds once, not twice, on a double click', () => {
  render(<Tree />);
  const row = screen.getByText('product');
  fireEvent.click(row, { detail: 1 });
  fireEvent.click(row, { detail: 2 });
  fireEvent.doubleClick(row, { detail: 2 });
  expect(screen.queryByText('ipad')).toBeNull();
});

it('finds a row by its letters', () => {
  render(<Tree />);
  key('i');
  expect(active()).toBe('iphone');
  key('p');
  key('a');
  expect(active()).toBe('ipad');
});

it('hands selecting to the view', () => {
  const onToggleSelect = vi.fn();
  const onExtendSelect = vi.fn();
  render(<Tree onToggleSelect={onToggleSelect} onExtendSelect={onExtendSelect} />);
  key('ArrowDown');
  key('x');
  expect(onToggleSelect).toHaveBeenLastCalledWith(0);
  key('ArrowDown', { shiftKey: true });
  expect(onExtendSelect).toHaveBeenLastCalledWith(0, 1);
  fireEvent.click(screen.getByText('ipad'), { ctrlKey: true });
  expect(onToggleSelect).toHaveBeenLastCalledWith(4);
});
