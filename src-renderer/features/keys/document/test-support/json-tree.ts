import { fireEvent, screen, within } from '@testing-library/react';

/** What the tests of a JSON document look at and do. */
export const product =
  '{"name":"iPhone","price":1199.0,"reviews":9007199254740993,"in_stock":true}';
export const tree = () => screen.findByRole('tree', { name: 'Document as a tree' });
export const rowOf = async (name: string): Promise<HTMLElement> => {
  const rows = within(await tree()).getAllByRole('treeitem');
  const row = rows.find((candidate) => candidate.textContent.startsWith(name));
  if (row === undefined) throw new Error(`no row ${name}`);
  return row;
};
export const edit = async (name: string, value: string): Promise<void> => {
  fireEvent.doubleClick(await rowOf(name));
  fireEvent.change(screen.getByRole('textbox', { name: `Value of $.${name}` }), {
    target: { value },
  });
};
export const pending = () => screen.getByRole('region', { name: 'Pending changes' });
export const save = () => fireEvent.keyDown(window, { key: 's', ctrlKey: true });
