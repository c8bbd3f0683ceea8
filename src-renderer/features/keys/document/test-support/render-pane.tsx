import { render } from '@testing-library/react';
import type { OpenConnection } from '../../../../../src-shared/contract/connections.ts';
import { connectionId, type Ticket, ticketId } from '../../../../../src-shared/contract/define.ts';
import type { Output } from '../../../../../src-shared/contract/index.ts';
import { findJsonNode, formatJsonPath } from '../../../../../src-shared/json-path.ts';
import { resultOf } from '../../../../../src-shared/json-together.ts';
import { jsonSource, parseJsonText } from '../../../../../src-shared/json-text.ts';
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

/** One JSON document as main serves it; `$.name` paths only. */
export function jsonServer(initial: string) {
  let source = initial;
  const nodeAt = (path: string) => {
    const parsed = parseJsonText(source);
    if (!parsed.ok) throw new Error('the test document is not JSON');
    const node = path === '$' ? 0 : findJsonNode(parsed.json, [path.slice(2)]);
    return node === null ? null : { json: parsed.json, node };
  };
  const read = (path: string): string => {
    const place = nodeAt(path);
    const text = place === null ? '' : jsonSource(place.json, place.node);
    return path === '$' ? text : `[${text}]`;
  };
  const write = (path: string, value: string): void => {
    const place = nodeAt(path);
    if (place === null) throw new Error(`no ${path}`);
    const { json, node } = place;
    source = source.slice(0, json.starts[node]) + value + source.slice(json.ends[node]);
  };
  const remove = (path: string): void => {
    const without = { kind: 'merge' as const, value: `{"${path.slice(2)}":null}` };
    source = resultOf(without, source)?.after ?? source;
  };
  const answers = {
    'keys.head': () => ok(headOf('ReJSON-RL')),
    'json.get': ({ path }) => {
      const text = read(path);
      return ok({ kind: 'text' as const, text, bytes: text.length, readAtMs: Date.now() });
    },
    'json.set': ({ changes }) => {
      const placed = changes.map((change) =>
        'path' in change
          ? change
          : {
              path: formatJsonPath(change.steps),
              expected: `[${change.expected}]`,
              value: resultOf(change.command, change.expected)?.after ?? null,
            },
      );
      const other = placed.find(({ path, expected }) => read(path) !== expected);
      if (other !== undefined)
        return fail({ code: 'conflict', current: read(other.path), message: 'Changed' });
      for (const { path, value } of placed)
        if (value === null) remove(path);
        else write(path, value);
      const [first] = placed;
      const what = placed.length === 1 ? (first?.path ?? '') : `${placed.length} places`;
      return ok({ ticket: testTicket(`Changed ${what}`) });
    },
  } satisfies FakeAnswers;
  return { answers, write, source: () => source };
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
