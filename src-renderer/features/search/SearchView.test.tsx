import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { fail, ok } from '../../../src-shared/result.ts';
import { fakeLayout } from '../../ui/testing/fake-layout.ts';
import {
  answer,
  copied,
  forget,
  grid,
  heads,
  last,
  line,
  marked,
  refused,
  searches,
  sent,
  show,
  write,
} from './test-support/show-search.tsx';

beforeAll(fakeLayout);
afterEach(() => {
  cleanup();
  forget();
});

describe('the indexes', () => {
  test('are listed with their documents; the first is shown with all its documents', async () => {
    show();
    const list = await screen.findByRole('listbox', { name: 'Indexes' });
    const options = within(list).getAllByRole('option');
    expect(options.map((option) => option.querySelector('bdi')?.textContent)).toEqual([
      'idx:products',
      'idx:offers',
      'idx:secret',
    ]);
    expect(options.map((option) => option.querySelector('.count')?.textContent)).toEqual([
      '5,000',
      '1,200',
      'not readable',
    ]);
    expect(await screen.findByText('120 results')).toBeTruthy();
    expect(last()).toMatchObject({
      index: 'idx:products',
      query: '*',
      fields: ['name', 'brand', 'category', 'price'],
      offset: 0,
      count: 50,
      dialect: 2,
    });
    expect(screen.getByRole('region', { name: 'Schema' }).textContent).toContain('4 fields');
    expect(screen.getByRole('region', { name: 'Index' }).textContent).toContain('Size1.5 MB');
  });

  test('each keeps the line last run on it', async () => {
    show();
    await sent(1);
    write('@brand:Apple');
    await sent(2);
    fireEvent.click(screen.getByText('idx:offers'));
    await sent(3);
    expect(last()).toMatchObject({ index: 'idx:offers', query: '*', fields: ['shop'] });
    fireEvent.click(screen.getByText('idx:products', { selector: 'bdi' }));
    await sent(4);
    expect(last()).toMatchObject({ index: 'idx:products', query: '@brand:Apple' });
  });

  test('what could not be listed says why, and can be tried again', async () => {
    let tries = 0;
    show({
      'search.indexes': () => {
        tries += 1;
        return tries === 1 ? refused('NOPERM no ft._list') : ok([]);
      },
    });
    expect(await screen.findByText('NOPERM no ft._list')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('No index on this server')).toBeTruthy();
  });
});

describe('a search', () => {
  test('the first sentence of the issue', async () => {
    show();
    await sent(1);
    write('@brand:Apple @category:{smartphones} SORTBY price ASC');
    await sent(2);
    expect(last()).toMatchObject({
      query: '@brand:Apple @category:{smartphones}',
      sortBy: { field: 'price', direction: 'ASC' },
    });
    expect(await heads()).toEqual(['#', 'key', 'name', 'brand', 'category', 'price']);
    const price = within(await grid()).getByRole('columnheader', { name: 'price' });
    await waitFor(() => {
      expect(price.getAttribute('aria-sort')).toBe('ascending');
    });
    // As written, absent and null apart.
    expect(screen.getAllByRole('row')[1]?.textContent).toContain('Phone 1nullsmartphones501.50');
    expect(
      screen.getByText(
        /^RETURN 4 name brand category price SORTBY price ASC LIMIT 0 50 DIALECT 2$/,
      ),
    ).toBeTruthy();
  });

  test('a mistake is said at the line and nothing is sent', async () => {
    show();
    await sent(1);
    write('@brand:{Apple SORTBY price');
    expect((await screen.findByRole('alert')).textContent).toBe('{ is not closed');
    expect(line().getAttribute('aria-invalid')).toBe('true');
    expect(marked()).toBe('{Apple');
    expect(searches).toHaveLength(1);
  });

  test('the words of the server stand at the line, with the place, until it is changed', async () => {
    show({
      'search.run': ({ query }) =>
        query === '*' ? ok(answer(2, 2)) : refused('Syntax error at offset 5 near phone'),
    });
    await screen.findByText('2 results');
    write('phone)');
    expect((await screen.findByRole('alert')).textContent).toBe(
      'Syntax error at offset 5 near phone',
    );
    expect(marked()).toBe(')');
    expect(screen.getByText('for the line run before')).toBeTruthy();
    write('phone', null);
    expect(screen.queryByRole('alert')).toBeNull();
  });

  test('a lost connection is said above the results, which stay', async () => {
    show({
      'search.run': ({ query }) =>
        query === '*'
          ? ok(answer(2, 2))
          : fail({
              code: 'redis.offline',
              cause: 'ECONNRESET',
              hint: 'Wait',
              message: 'No connection to the server',
            }),
    });
    await screen.findByText('2 results');
    write('x');
    expect((await screen.findByRole('alert')).textContent).toContain('ECONNRESET');
    expect(screen.getByText('2 results')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Run again' })).toBeTruthy();
  });

  test('the controls and the line are one state', async () => {
    show();
    await sent(1);
    fireEvent.change(screen.getByRole('combobox', { name: 'SORTBY field' }), {
      target: { value: 'price' },
    });
    await sent(2);
    expect(line()).toHaveProperty('value', '* SORTBY price ASC');
    fireEvent.click(screen.getByRole('button', { name: 'Ascending: sort descending' }));
    await sent(3);
    expect(line()).toHaveProperty('value', '* SORTBY price DESC');
    fireEvent.change(screen.getByRole('combobox', { name: 'DIALECT' }), { target: { value: '3' } });
    fireEvent.click(screen.getByRole('checkbox', { name: 'Scores' }));
    await sent(5);
    expect(line()).toHaveProperty('value', '* SORTBY price DESC DIALECT 3 WITHSCORES');
    expect(last()).toMatchObject({ dialect: 3, withScores: true, sortBy: { direction: 'DESC' } });
    write('phone SORTBY name LIMIT 10 20 VERBATIM', null);
    expect(screen.getByRole('combobox', { name: 'SORTBY field' })).toHaveProperty('value', 'name');
    expect(screen.getByRole('textbox', { name: 'LIMIT offset' })).toHaveProperty('value', '10');
    expect(screen.getByText('VERBATIM', { selector: '.tag *' })).toBeTruthy();
    const count = screen.getByRole('textbox', { name: 'LIMIT count' });
    fireEvent.change(count, { target: { value: '5' } });
    expect(searches).toHaveLength(5);
    fireEvent.blur(count);
    await sent(6);
    expect(last()).toMatchObject({ query: 'phone', offset: 10, count: 5, extra: ['VERBATIM'] });
  });

  test('RETURN is chosen by check boxes; what is written by hand is kept', async () => {
    show();
    await sent(1);
    fireEvent.click(screen.getByRole('button', { name: 'RETURN all fields' }));
    fireEvent.click(await screen.findByRole('checkbox', { name: 'brand' }));
    await sent(2);
    expect(line()).toHaveProperty('value', '* RETURN 3 name category price');
    write('* RETURN 3 $.price AS p');
    await sent(3);
    expect(screen.getByRole('button', { name: 'RETURN by hand', hidden: true })).toBeTruthy();
    fireEvent.click(await screen.findByRole('button', { name: 'The fields of the schema' }));
    await sent(4);
    expect(line()).toHaveProperty('value', '*');
  });

  test('a click on a head sorts by the server, pages go through all', async () => {
    show();
    await sent(1);
    fireEvent.click(within(await grid()).getByRole('columnheader', { name: 'price' }));
    await sent(2);
    expect(last()).toMatchObject({ sortBy: { field: 'price', direction: 'DESC' } });
    const next = () => screen.getByRole('button', { name: 'Next rows' });
    await waitFor(() => {
      expect(next().getAttribute('aria-disabled')).toBeNull();
    });
    fireEvent.click(next());
    await sent(3);
    expect(line()).toHaveProperty('value', '* SORTBY price DESC LIMIT 50 50');
    expect(await screen.findByText('51 to 52')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Previous rows' }));
    await sent(4);
    expect(line()).toHaveProperty('value', '* SORTBY price DESC');
  });

  test('what DIALECT 4 gives as a total is not shown as one', async () => {
    show({ 'search.run': ({ dialect }) => ok(dialect === 4 ? answer(1, 2) : answer(120, 2)) });
    await screen.findByText('120 results');
    write('* LIMIT 0 2 DIALECT 4');
    expect(await screen.findByText('2 rows')).toBeTruthy();
    expect(screen.getByText('DIALECT 4 does not count all')).toBeTruthy();
    expect(
      screen.getByRole('button', { name: 'Next rows' }).getAttribute('aria-disabled'),
    ).toBeNull();
  });

  test('an empty result says why and offers what would find something', async () => {
    show({
      'search.run': ({ query, ...input }) => {
        searches.push({ query, ...input });
        return ok(query === '@brand:{Apple}' ? answer(0, 0) : answer(2, 2));
      },
    });
    await sent(1);
    write('@brand:{Apple} SORTBY price');
    expect(await screen.findByText('brand is TEXT: braces are for TAG')).toBeTruthy();
    expect(await heads()).toEqual(['#', 'key', 'name', 'brand', 'category', 'price']);
    fireEvent.click(screen.getByRole('button', { name: '@brand:Apple' }));
    await sent(3);
    expect(last()).toMatchObject({ query: '@brand:Apple', sortBy: { field: 'price' } });
  });

  test('↑ and ↓ go through earlier lines', async () => {
    show();
    await sent(1);
    write('first');
    write('second');
    await sent(3);
    write('unfinished', null);
    const press = (key: string): string => {
      fireEvent.keyDown(line(), { key });
      return String(Reflect.get(line(), 'value'));
    };
    expect([press('ArrowUp'), press('ArrowUp'), press('ArrowDown'), press('ArrowDown')]).toEqual([
      'second',
      'first',
      'second',
      'unfinished',
    ]);
  });

  test('a whole command chooses its index and is copied as redis-cli takes it', async () => {
    show();
    await sent(1);
    write('FT.SEARCH idx:offers "@shop:{a}" LIMIT 0 5');
    await sent(2);
    expect(last()).toMatchObject({
      index: 'idx:offers',
      query: '@shop:{a}',
      count: 5,
      fields: ['shop'],
    });
    fireEvent.click(screen.getByRole('button', { name: 'Copy as redis-cli' }));
    await waitFor(() => {
      expect(copied).toEqual([
        'FT.SEARCH idx:offers "@shop:{a}" RETURN 1 shop LIMIT 0 5 DIALECT 2',
      ]);
    });
  });
});
