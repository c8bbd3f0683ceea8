import { render } from '@testing-library/react';
import type { OpenConnection } from '../../../../../src-shared/contract/connections.ts';
import { connectionId, type Ticket, ticketId } from '../../../../../src-shared/contract/define.ts';
import type { Input, Output } from '../../../../../src-shared/contract/index.ts';
import type { JsonChild } from '../../../../../src-shared/contract/json-reading.ts';
import { formatJsonPath, jsonPath, type JsonSteps } from '../../../../../src-shared/json-path.ts';
import { resultOf } from '../../../../../src-shared/json-together.ts';
import {
  jsonKind,
  jsonName,
  jsonSource,
  type JsonText,
  parseJsonText,
} from '../../../../../src-shared/json-text.ts';
import { toBytes } from '../../../../../src-shared/redis-value.ts';
import { fail, ok } from '../../../../../src-shared/result.ts';
import { ClientContext } from '../../../../client/client-context.ts';
import { createFakeClient, type FakeAnswers } from '../../../../client/fake-client.ts';
import { fakeConnection } from '../../../../client/fake-connection.ts';
import { Toaster } from '../../../../ui/Toaster.tsx';
import { TooltipProvider } from '../../../../ui/Tooltip.tsx';
import { DocumentPane, type DocumentPaneProps } from '../DocumentPane.tsx';

let connections = 0;

/** A connection of its own for each test: drafts are kept per connection. */
export function testConnection(change: Partial<OpenConnection> = {}): OpenConnection {
  connections += 1;
  return fakeConnection({
    id: connectionId.parse(`c${connections}`),
    name: 'Price comparison',
    ...change,
  });
}

export const headOf = (
  type: string,
  change: Partial<Output<'keys.head'>> = {},
): Output<'keys.head'> => ({
  type,
  ttlMs: null,
  encoding: 'raw',
  idleSeconds: 12,
  length: null,
  refused: [],
  ...change,
});

export const testTicket = (title: string): Ticket => ({
  id: ticketId.parse(`t ${title}`),
  title,
  command: '',
  atMs: 0,
  expiresAtMs: Date.now() + 86_400_000,
});

type Changes = Input<'json.set'>['changes'];
type Place = { readonly json: JsonText; readonly node: number };

/** One JSON document as main serves it. */
export function jsonServer(initial: string) {
  let source = initial;
  const nodeAt = (path: string): Place | null => {
    const parsed = parseJsonText(source);
    if (!parsed.ok) throw new Error('the test document is not JSON');
    const { json } = parsed;
    for (let node = 0; node < json.count; node++)
      if (jsonPath(json, node) === path) return { json, node };
    return null;
  };
  const textAt = (path: string): string | null => {
    const place = nodeAt(path);
    return place === null ? null : jsonSource(place.json, place.node);
  };
  const read = (path: string): string => {
    const text = textAt(path) ?? '';
    return path === '$' ? text : `[${text}]`;
  };
  const write = (path: string, value: string): void => {
    const place = nodeAt(path);
    if (place === null) throw new Error(`no ${path}`);
    const { json, node } = place;
    source = source.slice(0, json.starts[node]) + value + source.slice(json.ends[node]);
  };
  /** A member by a merge into what it is in: null takes it away. */
  const merge = (steps: JsonSteps, value: string): void => {
    const parent = formatJsonPath(steps.slice(0, -1));
    const patch = { kind: 'merge' as const, value: `{${JSON.stringify(steps.at(-1))}:${value}}` };
    write(parent, resultOf(patch, textAt(parent) ?? '')?.after ?? '');
  };
  const sizeAt = (path: string): unknown => {
    const place = nodeAt(path);
    return place === null ? null : (place.json.sizes[place.node] ?? 0);
  };
  const isAsExpected = (change: Changes[number]): boolean => {
    if ('path' in change) return read(change.path) === change.expected;
    const path = formatJsonPath(change.steps);
    const { expected } = change;
    if (expected.is === 'nothing') return textAt(path) === null;
    if (expected.is === 'size') return sizeAt(path) === expected.size;
    return expected.is === 'number' || textAt(path) === expected.text;
  };
  const run = (change: Changes[number]): void => {
    if ('path' in change) return write(change.path, change.value);
    const { steps, command } = change;
    const path = formatJsonPath(steps);
    if (command.kind === 'add') merge(steps, command.value);
    else if (command.kind === 'delete') merge(steps, 'null');
    else write(path, resultOf(command, textAt(path) ?? '')?.after ?? '');
  };
  const pathOf = (change: Changes[number]): string =>
    'path' in change ? change.path : formatJsonPath(change.steps);
  const answers = {
    'keys.head': () => ok(headOf('ReJSON-RL')),
    'json.get': ({ path }) => {
      const text = read(path);
      return ok({ kind: 'text' as const, text, bytes: text.length, readAtMs: Date.now() });
    },
    'json.places': ({ places }) =>
      ok({
        places: places.map((steps) => {
          const text = textAt(formatJsonPath(steps));
          return text === null ? { is: 'gone' as const } : { is: 'text' as const, text };
        }),
      }),
    'json.set': ({ changes }) => {
      const other = changes.find((change) => !isAsExpected(change));
      if (other !== undefined)
        return fail({ code: 'conflict', current: read(pathOf(other)), message: 'Changed' });
      for (const change of changes) run(change);
      const [first] = changes;
      const isOne = changes.length === 1 && first !== undefined;
      const what = isOne ? pathOf(first) : `${changes.length} places`;
      return ok({ ticket: testTicket(`Changed ${what}`) });
    },
  } satisfies FakeAnswers;
  /** The same document as one that is read level by level. */
  const levels = {
    ...answers,
    'json.get': () => ok({ kind: 'tooLarge' as const, bytes: 20_000_000 }),
    'json.level': ({ steps }) => {
      const place = nodeAt(formatJsonPath(steps));
      if (place === null)
        return fail({ code: 'notFound', what: 'path', message: 'There is nothing' });
      const { json, node } = place;
      const kind = jsonKind(json, node) === 'array' ? ('array' as const) : ('object' as const);
      const children: JsonChild[] = [];
      const end = json.nexts[node] ?? 0;
      for (let child = node + 1; child < end; child = json.nexts[child] ?? end) {
        const childKind = jsonKind(json, child);
        const isContainer = childKind === 'object' || childKind === 'array';
        children.push({
          name: jsonName(json, child),
          kind: childKind,
          size: isContainer ? (json.sizes[child] ?? 0) : null,
          text: isContainer ? null : jsonSource(json, child),
          names: [],
        });
      }
      return ok({ state: 'children' as const, kind, total: children.length, children });
    },
  } satisfies FakeAnswers;
  return { answers, levels, write, source: () => source };
}

export interface Rendered {
  readonly calls: { readonly name: string; readonly input: unknown }[];
  readonly unmount: () => void;
}

/** The pane with a client that answers from a table and notes what it was asked. */
export function renderPane(
  answers: FakeAnswers,
  props: Partial<DocumentPaneProps> & { readonly key?: never } = {},
): Rendered {
  const fake = createFakeClient(answers);
  const calls: { name: string; input: unknown }[] = [];
  const client: typeof fake = {
    ...fake,
    call: (name, input, options) => {
      calls.push({ name, input });
      return fake.call(name, input, options);
    },
  };
  const { unmount } = render(
    <ClientContext value={client}>
      <TooltipProvider>
        <DocumentPane
          connection={testConnection()}
          keyName={toBytes('product:1')}
          onRenamed={() => undefined}
          onGone={() => undefined}
          onType={() => undefined}
          {...props}
        />
        <Toaster />
      </TooltipProvider>
    </ClientContext>,
  );
  return { calls, unmount };
}
