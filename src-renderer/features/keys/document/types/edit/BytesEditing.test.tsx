import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { EditOutcome } from '../../../../../../src-shared/contract/edits.ts';
import { toBytes } from '../../../../../../src-shared/redis-value.ts';
import { ok } from '../../../../../../src-shared/result.ts';
import type { FakeAnswers } from '../../../../../client/fake-client.ts';
import { fakeLayout } from '../../../../../ui/testing/fake-layout.ts';
import {
  headOf,
  type Rendered,
  renderPane,
  testConnection,
  testTicket,
} from '../../test-support/render-pane.tsx';

const b = toBytes;
beforeAll(fakeLayout);
afterEach(cleanup);

const CHUNK = 262_144;
const saved: EditOutcome = { outcome: 'done', ticket: testTicket('Changed product:1') };
const stringOf = (bytes: Uint8Array, outcome: () => EditOutcome = () => saved) =>
  ({
    'keys.head': () => ok(headOf('string', { length: bytes.byteLength })),
    'values.string': ({ offset, limit }) =>
      ok({ bytes: bytes.slice(offset, offset + limit), total: bytes.byteLength }),
    'values.change': () => ok(outcome()),
    'app.copyText': () => ok({}),
  }) satisfies FakeAnswers;

const bar = () => screen.getByRole('region', { name: 'Edit' });
const textOf = (element: HTMLElement): string => element.textContent;
const button = (name: string | RegExp) => screen.findByRole('button', { name });
const input = (name: string) => screen.getByRole<HTMLInputElement>('textbox', { name });
const press = (element: HTMLElement, ...keys: string[]) => {
  for (const key of keys) fireEvent.keyDown(element, { key });
};
const write = (element: HTMLElement, value: string) =>
  fireEvent.change(element, { target: { value } });
/** jsdom has a Uint8Array of its own, which is not equal to ours. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const expected = (value: object): object => ({ ...Object(plain(value)) });
const changes = ({ calls }: Rendered) =>
  calls.filter(({ name }) => name === 'values.change').map(({ input: sent }) => plain(sent));
const grid = (name = 'Value as hex') => screen.findByRole('grid', { name });
const isClosed = () =>
  waitFor(() => expect(screen.queryByRole('region', { name: 'Edit' })).toBeNull());

async function editHex(): Promise<HTMLElement> {
  fireEvent.click(await screen.findByRole('radio', { name: 'Hex' }));
  fireEvent.click(await button('Edit'));
  return await grid();
}

describe('hex', () => {
  test('is written in place, with the command shown, what changed marked, and what was read sent along', async () => {
    const pane = renderPane(stringOf(b('a\u0000c')));
    const hex = await editHex();
    expect(document.activeElement).toBe(hex);
    press(hex, 'ArrowRight', 'ArrowRight', 'f', 'f');
    expect(textOf(hex)).toContain('61ff63');
    expect(textOf(bar())).toContain(String.raw`SET product:1 "a\xffc" KEEPTTL`);
    expect(screen.getByText('1 byte changed')).toBeDefined();
    const cells = within(hex)
      .getAllByRole('gridcell')
      .filter((cell) => cell.dataset['column'] === 'hex');
    expect(cells.map((cell) => cell.className.includes('text-warning'))).toEqual([
      false,
      true,
      false,
      false,
    ]);
    expect(changes(pane)).toEqual([]);
    fireEvent.keyDown(hex, { key: 's', ctrlKey: true });
    await isClosed();
    expect(changes(pane)[0]).toMatchObject(
      expected({
        change: {
          kind: 'string.set',
          before: b('a\u0000c'),
          value: Uint8Array.of(0x61, 0xff, 0x63),
        },
      }),
    );
  });

  test('bytes are added and removed, as text too, and taken back step by step', async () => {
    renderPane(stringOf(b('abc')));
    const hex = await editHex();
    press(hex, 'Insert', 'Delete', 'Tab', 'x', 'y');
    expect(textOf(bar())).toContain('SET product:1 xybc KEEPTTL');
    expect(screen.getByText('1 byte more than read')).toBeDefined();
    for (const commands of ['xbc', 'bc', 'abc']) {
      fireEvent.keyDown(hex, { key: 'z', ctrlKey: true });
      expect(textOf(bar())).toContain(`SET product:1 ${commands} KEEPTTL`);
    }
    fireEvent.keyDown(hex, { key: 'Z', ctrlKey: true, shiftKey: true });
    expect(textOf(bar())).toContain('SET product:1 bc KEEPTTL');
    press(hex, 'Escape');
    await isClosed();
  });

  test('copies and pastes digits', async () => {
    const { calls } = renderPane(stringOf(b('abc')));
    const hex = await editHex();
    fireEvent.keyDown(hex, { key: 'ArrowRight', shiftKey: true });
    fireEvent.keyDown(hex, { key: 'ArrowRight', shiftKey: true });
    fireEvent.keyDown(hex, { key: 'c', ctrlKey: true });
    expect(calls.at(-1)).toEqual({ name: 'app.copyText', input: { text: '61 62' } });
    fireEvent.paste(hex, { clipboardData: { getData: () => '00 0x01' } });
    expect(textOf(bar())).toContain(String.raw`SET product:1 "\x00\x01c" KEEPTTL`);
    fireEvent.paste(hex, { clipboardData: { getData: () => 'no' } });
    expect(screen.getByText('Not pasted: no pairs of hex digits')).toBeDefined();
    fireEvent.click(within(hex).getAllByRole('gridcell')[0] ?? hex);
  });

  test('is only looked at while it is saved, and stays what it was in another pane', async () => {
    const connection = testConnection();
    const left = renderPane(stringOf(b('abc')), { connection });
    press(await editHex(), '0', '0');
    left.unmount();
    renderPane(stringOf(b('abc')), { connection });
    expect(textOf(await grid())).toContain('006263');
  });
});

describe('a draft whose view is switched', () => {
  const radio = (name: string) => screen.getByRole('radio', { name });
  const isChecked = (name: string) => radio(name).getAttribute('aria-checked') === 'true';

  test('goes along as hex and as text, byte for byte, and with escapes where text would not do', async () => {
    const pane = renderPane(stringOf(b('abc')));
    fireEvent.click(await button('Edit'));
    write(input('Value'), 'abcd');
    fireEvent.click(radio('Hex'));
    const hex = await grid();
    expect(textOf(hex)).toContain('61626364');
    expect(textOf(bar())).toContain('SET product:1 abcd KEEPTTL');
    fireEvent.click(radio('Text'));
    expect(input('Value').value).toBe('abcd');
    fireEvent.click(radio('Hex'));
    press(await grid(), 'f', 'f');
    fireEvent.click(radio('Text'));
    expect(input('Value').value).toBe(String.raw`\xffbcd`);
    expect(isChecked('Text')).toBe(true);
    fireEvent.click(within(bar()).getByRole('button', { name: /Save/ }));
    await isClosed();
    expect(changes(pane)[0]).toMatchObject(
      expected({
        change: { before: b('abc'), value: Uint8Array.of(0xff, 0x62, 0x63, 0x64) },
      }),
    );
  });

  test('is kept where it means no bytes, until it is told that it may go', async () => {
    renderPane(stringOf(b('a\r\nb')));
    fireEvent.click(await button('Edit'));
    write(input('Value'), String.raw`a\q`);
    fireEvent.click(radio('Hex'));
    expect(await screen.findByText(/Not saved yet/)).toBeDefined();
    expect(input('Value').value).toBe(String.raw`a\q`);
    expect(isChecked('Text')).toBe(true);
    fireEvent.click(radio('Bits'));
    expect(input('Value').value).toBe(String.raw`a\q`);
    fireEvent.click(radio('Hex'));
    fireEvent.click(await button('Drop it'));
    await isClosed();
    expect(isChecked('Hex')).toBe(true);
  });

  test('is not lost to another edit that is begun', async () => {
    renderPane(stringOf(b('abc')));
    fireEvent.click(await button('Edit'));
    write(input('Value'), 'mine');
    fireEvent.click(await button('Append'));
    expect(input('Value').value).toBe('mine');
    fireEvent.click(await button('Drop it'));
    expect(input('What to append').value).toBe('');
    fireEvent.click(await button('Edit'));
    expect(input('Value').value).toBe('abc');
  });

  test('shows the view that it is written in when the key is shown again', async () => {
    const connection = testConnection();
    const left = renderPane(stringOf(b('abc')), { connection });
    press(await editHex(), '0', '0');
    left.unmount();
    renderPane(stringOf(b('abc')), { connection });
    await grid();
    expect(isChecked('Hex')).toBe(true);
  });
});

describe('a long string', () => {
  const long = new Uint8Array(CHUNK * 3 + 40).map((_, at) => 0x61 + (at % 26));
  const reads = ({ calls }: Rendered) =>
    calls.filter(({ name }) => name === 'values.string').map(({ input: sent }) => sent);

  test('is changed where it is shown: only what differs is written, and the length stays', async () => {
    const pane = renderPane(stringOf(long));
    const hex = await editHex();
    press(hex, 'Insert', 'ArrowDown', '0', '0');
    expect(textOf(bar())).toContain(String.raw`SETRANGE product:1 16 "\x00"`);
    fireEvent.click(within(bar()).getByRole('button', { name: /Save/ }));
    await isClosed();
    expect(pane.calls.find(({ name }) => name === 'values.change')?.input).toMatchObject({
      change: {
        kind: 'string.setrange',
        length: long.byteLength,
        offset: 0,
        before: expect.objectContaining({ 16: long[16], length: CHUNK }),
        value: expect.objectContaining({ 15: long[15], 16: 0, 17: long[17], length: CHUNK }),
      },
    });
  });

  test('as text, says how many bytes are too many', async () => {
    renderPane(stringOf(long));
    fireEvent.click(await button('Edit'));
    const field = input('Value');
    expect(textOf(within(bar()).getByRole('alert'))).toBe('Nothing is changed yet');
    write(field, `${field.value}é`);
    expect(textOf(within(bar()).getByRole('alert'))).toContain('2 bytes more than were read');
    write(field, `X${field.value.slice(1, -1)}`);
    expect(textOf(bar())).toContain('SETRANGE product:1 0 X');
  });

  test('is gone through by offset, and to its ends by keys', async () => {
    const pane = renderPane(stringOf(long));
    fireEvent.click(await screen.findByRole('radio', { name: 'Hex' }));
    const dump = () => screen.getByRole('region', { name: 'Value as hex' });
    const go = (text: string) => {
      write(input('Go to offset'), text);
      fireEvent.keyDown(input('Go to offset'), { key: 'Enter' });
    };
    go('0x50007');
    await waitFor(() => expect(textOf(dump())).toContain('00050000'));
    expect(screen.getByText('256 KB from 327,680 of 768 KB')).toBeDefined();
    go('99999999');
    expect(screen.getByText(/^From 0 to 786,471/)).toBeDefined();
    fireEvent.keyDown(dump(), { key: 'End' });
    expect(await screen.findByText('The last 256 KB of 768 KB')).toBeDefined();
    fireEvent.keyDown(dump(), { key: 'Home' });
    expect(await screen.findByText('The first 256 KB of 768 KB')).toBeDefined();
    expect(reads(pane)).toMatchObject([
      { offset: 0, limit: CHUNK },
      { offset: 0x5_0000, limit: CHUNK },
      { offset: 524_336, limit: CHUNK },
      { offset: 0, limit: CHUNK },
    ]);
  });

  test('keeps the characters that are cut at the ends of what is shown', async () => {
    const value = b('é'.repeat(CHUNK));
    const pane = renderPane(stringOf(value.subarray(1)));
    fireEvent.click(await screen.findByRole('radio', { name: 'Hex' }));
    fireEvent.keyDown(screen.getByRole('region', { name: 'Value as hex' }), { key: 'End' });
    await screen.findByText(/^The last/);
    fireEvent.click(screen.getByRole('radio', { name: 'Text' }));
    fireEvent.click(await button('Edit'));
    const field = input('Value');
    expect(field.value).toMatch(/^é+$/);
    write(field, `ü${field.value.slice(1)}`);
    fireEvent.click(within(bar()).getByRole('button', { name: /Save/ }));
    await isClosed();
    expect(pane.calls.find(({ name }) => name === 'values.change')?.input).toMatchObject({
      change: { value: expect.objectContaining({ 0: 0xa9, 1: 0xc3, 2: 0xbc, length: 262_143 }) },
    });
  });

  test('loaded whole, is edited whole up to the limit', async () => {
    const pane = renderPane(stringOf(long));
    fireEvent.click(await button('Load all'));
    await screen.findByText('All 768 KB');
    fireEvent.click(await button('Edit'));
    write(input('Value'), 'short');
    fireEvent.click(within(bar()).getByRole('button', { name: /Save/ }));
    await isClosed();
    expect(pane.calls.find(({ name }) => name === 'values.change')?.input).toMatchObject({
      change: { kind: 'string.set', value: { length: 5 } },
    });
  });
});

test('a long string is decoded on asking: what that reads is said, then all of it is read', async () => {
  const value = b(`{"a":"${'x'.repeat(CHUNK * 2)}"}`);
  const { calls } = renderPane(stringOf(value));
  await screen.findByText('reads 256 KB');
  fireEvent.click(await button('Decode all 512 KB'));
  const decoded = await screen.findByRole('radio', { name: 'Decoded' });
  expect(decoded.getAttribute('aria-checked')).toBe('true');
  expect(screen.getByText('All 512 KB')).toBeDefined();
  expect(calls.filter(({ name }) => name === 'values.string')).toHaveLength(3);
});

describe('JSON in a string', () => {
  const source = '{"n":1.0,"big":9223372036854775808,"far":1e400,"n":[ ]}';
  const start = async (text: string) => {
    const pane = renderPane(stringOf(b(text)));
    fireEvent.click(await button('Edit'));
    return pane;
  };

  test('is laid out with its numbers and repeated names as they are written', async () => {
    await start(source);
    await within(bar()).findByText('Valid JSON');
    fireEvent.click(within(bar()).getByRole('button', { name: 'Format' }));
    const formatted =
      '{\n  "n": 1.0,\n  "big": 9223372036854775808,\n  "far": 1e400,\n  "n": []\n}';
    expect(input('Value').value).toBe(formatted);
    await within(bar()).findByText('Valid JSON');
    fireEvent.click(within(bar()).getByRole('button', { name: 'Compact' }));
    expect(input('Value').value).toBe(source.replace(' ', ''));
  });

  test('says where it is wrong, and is saved all the same', async () => {
    const pane = await start('{\n"a": 1}');
    write(input('Value'), '{\n"a": 1');
    expect(
      await within(bar()).findByText(/Not valid JSON any more.*line 2, column 7/),
    ).toBeDefined();
    expect(
      within(bar()).getByRole('button', { name: 'Format' }).getAttribute('aria-disabled'),
    ).toBe('true');
    fireEvent.click(within(bar()).getByRole('button', { name: /Save anyway/ }));
    await isClosed();
    expect(changes(pane)[0]).toMatchObject(expected({ change: { value: b('{\n"a": 1') } }));
  });

  test('is nothing that plain text is asked about', async () => {
    await start('plain');
    expect(within(bar()).queryByRole('button', { name: 'Format' })).toBeNull();
    write(input('Value'), '[1]');
    expect(await within(bar()).findByText('Valid JSON')).toBeDefined();
  });
});

describe('the panel below a table', () => {
  const fields = (value: Uint8Array) =>
    ({
      'keys.head': () => ok(headOf('hash', { length: 1 })),
      'values.hash': () =>
        ok({ fields: [{ field: b('f'), value, ttlMs: null }], next: null, total: 1 }),
      'values.change': () => ok(saved),
    }) satisfies FakeAnswers;
  const open = async () => {
    fireEvent.click(await screen.findByText('f'));
    return await screen.findByRole('region', { name: 'Value of f' });
  };

  test('edits a value as hex, and is open again when the key is shown again', async () => {
    const connection = testConnection();
    const left = renderPane(fields(Uint8Array.of(0, 255)), { connection });
    fireEvent.click(within(await open()).getByRole('button', { name: 'Edit' }));
    press(await grid('Value of f as hex'), '4', '1');
    expect(textOf(bar())).toContain(String.raw`HSET product:1 f "A\xff"`);
    left.unmount();
    renderPane(fields(Uint8Array.of(0, 255)), { connection });
    fireEvent.keyDown(await grid('Value of f as hex'), { key: 's', ctrlKey: true });
    await isClosed();
    expect(changes(left)[0]).toMatchObject(
      expected({
        change: {
          kind: 'hash.set',
          before: Uint8Array.of(0, 255),
          value: Uint8Array.of(0x41, 255),
        },
      }),
    );
  });

  test('edits JSON of many lines, not in the cell', async () => {
    renderPane(fields(b('{"a":1.0}')));
    fireEvent.click(within(await open()).getByRole('button', { name: 'Edit' }));
    expect(input('Value of f').tagName).toBe('TEXTAREA');
    await within(bar()).findByText('Valid JSON');
    fireEvent.click(within(bar()).getByRole('button', { name: 'Format' }));
    expect(input('Value of f').value).toBe('{\n  "a": 1.0\n}');
    expect(textOf(bar())).toContain(String.raw`HSET product:1 f "{\n  \"a\": 1.0\n}"`);
  });
});
