import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { DataTable, type DataTableProps } from './DataTable.tsx';
import type { DataColumn } from './table/data-column.ts';
import { fakeLayout } from './testing/fake-layout.ts';
import { TooltipProvider } from './Tooltip.tsx';

interface Product {
  readonly id: string;
  readonly name: string;
  readonly stock: bigint | null;
}

const columns: readonly DataColumn<Product>[] = [
  { id: 'name', title: 'name', width: 120, cell: (row) => row.name, sortBy: (row) => row.name },
  {
    id: 'stock',
    title: 'stock',
    width: 80,
    numeric: true,
    cell: (row) => String(row.stock ?? '–'),
    sortBy: (row) => row.stock,
  },
  { id: 'note', title: 'note', width: 80, cell: () => '' },
];

const few: readonly Product[] = [
  { id: 'a', name: 'pixel', stock: 9_007_199_254_740_993n },
  { id: 'b', name: 'iphone', stock: null },
  { id: 'c', name: 'xperia', stock: 9_007_199_254_740_992n },
  { id: 'd', name: 'oneplus', stock: 3n },
];

function Table(props: Partial<DataTableProps<Product>>) {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  return (
    <TooltipProvider>
      <DataTable
        label="Products"
        rows={few}
        rowId={(row) => row.id}
        columns={columns}
        selection={{ ids, onChange: setIds }}
        {...props}
      />
    </TooltipProvider>
  );
}

const names = () =>
  screen
    .getAllByRole('row')
    .flatMap((row) => within(row).queryAllByRole('gridcell')[0]?.textContent ?? []);
const selected = () =>
  screen
    .getAllByRole('row', { selected: true })
    .map((row) => within(row).getAllByRole('gridcell')[0]?.textContent);
const key = (name: string, more = {}) =>
  fireEvent.keyDown(screen.getByRole('grid'), { key: name, ...more });
const click = (name: string, more = {}) => fireEvent.click(screen.getByText(name), more);
const activeName = () => {
  const id = screen.getByRole('grid').getAttribute('aria-activedescendant');
  const row = id === null ? null : document.getElementById(id);
  return row === null ? null : within(row).getAllByRole('gridcell')[0]?.textContent;
};

beforeAll(fakeLayout);
afterEach(cleanup);

describe('sorting by head', () => {
  it('goes up, down and back, and says so', () => {
    render(<Table />);
    const head = screen.getByRole('columnheader', { name: 'name' });
    fireEvent.click(head);
    expect(names()).toEqual(['iphone', 'oneplus', 'pixel', 'xperia']);
    expect(head.getAttribute('aria-sort')).toBe('ascending');
    fireEvent.click(head);
    expect(names()).toEqual(['xperia', 'pixel', 'oneplus', 'iphone']);
    fireEvent.click(head);
    expect(names()).toEqual(['pixel', 'iphone', 'xperia', 'oneplus']);
    expect(head.getAttribute('aria-sort')).toBe('none');
  });

  it('sorts figures from the large end, integers beyond 2^53 rightly, and what is absent last', () => {
    render(<Table />);
    const head = screen.getByRole('columnheader', { name: 'stock' });
    fireEvent.click(head);
    expect(names()).toEqual(['pixel', 'xperia', 'oneplus', 'iphone']);
    fireEvent.click(head);
    expect(names()).toEqual(['oneplus', 'xperia', 'pixel', 'iphone']);
  });

  it('leaves a column without a sort value alone', () => {
    render(<Table />);
    const head = screen.getByRole('columnheader', { name: 'note' });
    fireEvent.click(head);
    expect(head.hasAttribute('aria-sort')).toBe(false);
    expect(names()).toEqual(['pixel', 'iphone', 'xperia', 'oneplus']);
  });

  it('only asks where the server sorts', () => {
    const onSortChange = vi.fn();
    render(<Table onSortChange={onSortChange} sort={{ columnId: 'name', direction: 'asc' }} />);
    fireEvent.click(screen.getByRole('columnheader', { name: 'name' }));
    expect(onSortChange).toHaveBeenCalledWith({ columnId: 'name', direction: 'desc' });
    expect(names()).toEqual(['pixel', 'iphone', 'xperia', 'oneplus']);
  });

  it('is reached from the first row with the keyboard, which also resizes there', () => {
    const onWidthsChange = vi.fn();
    render(<Table onWidthsChange={onWidthsChange} />);
    key('ArrowUp');
    const head = screen.getByRole('columnheader', { name: 'name' });
    expect(document.activeElement).toBe(head);
    fireEvent.keyDown(head, { key: 'Enter' });
    expect(names()[0]).toBe('iphone');
    fireEvent.keyDown(head, { key: 'ArrowRight', shiftKey: true });
    expect(onWidthsChange).toHaveBeenLastCalledWith({ name: 40 });
    fireEvent.keyDown(head, { key: 'ArrowDown' });
    expect(document.activeElement).toBe(screen.getByRole('grid'));
  });
});

describe('selection', () => {
  it('selects one, adds one, and reaches from there', () => {
    render(<Table />);
    click('pixel');
    expect(selected()).toEqual(['pixel']);
    click('xperia', { ctrlKey: true });
    expect(selected()).toEqual(['pixel', 'xperia']);
    click('oneplus', { shiftKey: true });
    expect(selected()).toEqual(['pixel', 'xperia', 'oneplus']);
    click('iphone');
    expect(selected()).toEqual(['iphone']);
  });

  it('grows and shrinks with shift and the arrows', () => {
    render(<Table />);
    click('iphone');
    key('ArrowDown', { shiftKey: true });
    key('ArrowDown', { shiftKey: true });
    expect(selected()).toEqual(['iphone', 'xperia', 'oneplus']);
    key('ArrowUp', { shiftKey: true });
    expect(selected()).toEqual(['iphone', 'xperia']);
  });

  it('takes all, none, and one by X', () => {
    render(<Table />);
    key('a', { ctrlKey: true });
    expect(selected()).toHaveLength(4);
    key('Escape');
    expect(screen.queryAllByRole('row', { selected: true })).toHaveLength(0);
    key('ArrowDown');
    key('x');
    expect(selected()).toEqual(['pixel']);
  });

  it('has a box for each row, and one for all', () => {
    const onChange = vi.fn();
    render(<Table selection={{ ids: new Set(['a']), onChange, hasChecks: true }} />);
    const [all, first] = screen.getAllByRole('checkbox');
    expect(all).toHaveProperty('indeterminate', true);
    if (first !== undefined) fireEvent.click(first);
    expect(onChange).toHaveBeenLastCalledWith(new Set());
    if (all !== undefined) fireEvent.click(all);
    expect(onChange).toHaveBeenLastCalledWith(new Set(['a', 'b', 'c', 'd']));
  });

  it('keeps the checked rows when a row is clicked to look at it', () => {
    const onChange = vi.fn();
    render(<Table selection={{ ids: new Set(['a']), onChange, hasChecks: true }} />);
    click('xperia');
    expect(onChange).not.toHaveBeenCalled();
    expect(screen.getByRole('grid').getAttribute('aria-activedescendant')).toMatch(/-2$/);
  });
});

describe('the keyboard', () => {
  it('moves, stops at the ends, and opens', () => {
    const onRowOpen = vi.fn();
    render(<Table onRowOpen={onRowOpen} />);
    key('ArrowDown');
    expect(activeName()).toBe('pixel');
    key('End');
    key('ArrowDown');
    expect(activeName()).toBe('oneplus');
    key('Enter', { ctrlKey: true });
    expect(onRowOpen).toHaveBeenCalledWith(few[3], { inNewTab: true });
    key('Home');
    expect(activeName()).toBe('pixel');
  });

  it('leaves a key to the view that has taken it', () => {
    const onRowOpen = vi.fn();
    render(
      <Table
        onRowOpen={onRowOpen}
        onRowKeyDown={(event) => {
          if (event.key === 'Enter') event.preventDefault();
        }}
      />,
    );
    key('ArrowDown');
    key('Enter');
    expect(onRowOpen).not.toHaveBeenCalled();
  });
});

it('holds 50,000 rows and draws a screenful, the active one among them', () => {
  const many = Array.from({ length: 50_000 }, (_, index) => ({
    id: String(index),
    name: `row ${index}`,
    stock: BigInt(index),
  }));
  render(<Table rows={many} />);
  expect(screen.getAllByRole('row').length).toBeLessThan(60);
  key('End');
  expect(activeName()).toBe('row 49999');
  expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe('50001');
});

it('says what is there when nothing is', () => {
  render(<Table rows={[]} empty={<p>No product</p>} />);
  expect(screen.getByText('No product')).toBeDefined();
});

it('leaves the keys of a field in a cell to the field', () => {
  const onRowKeyDown = vi.fn();
  render(
    <Table
      columns={[{ id: 'name', title: 'name', width: 120, cell: () => <input aria-label="name" /> }]}
      rows={few.slice(0, 2)}
      onRowKeyDown={onRowKeyDown}
    />,
  );
  const [field] = screen.getAllByRole('textbox', { name: 'name' });
  if (field === undefined) throw new Error('no field');
  for (const name of ['a', 'Home', 'Enter'])
    expect(fireEvent.keyDown(field, { key: name, ctrlKey: true })).toBe(true);
  expect(screen.queryAllByRole('row', { selected: true })).toEqual([]);
  expect(onRowKeyDown).not.toHaveBeenCalled();
});
