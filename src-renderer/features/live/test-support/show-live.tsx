import { render } from '@testing-library/react';
import type { OpenConnection } from '../../../../src-shared/contract/connections.ts';
import { connectionId } from '../../../../src-shared/contract/define.ts';
import type { Input } from '../../../../src-shared/contract/index.ts';
import { toBytes } from '../../../../src-shared/redis-value.ts';
import { ok } from '../../../../src-shared/result.ts';
import { ClientContext } from '../../../client/client-context.ts';
import { createFakeClient, type FakeAnswers } from '../../../client/fake-client.ts';
import { fakeConnection } from '../../../client/fake-connection.ts';
import { TooltipProvider } from '../../../ui/Tooltip.tsx';
import { LiveView } from '../LiveView.tsx';
import { FakeTails } from './fake-tails.ts';

export const id = connectionId.parse('c1');

/** The view on a server; `connection` overrides what it is. */
export function show(connection: Partial<OpenConnection> = {}, answers: FakeAnswers = {}) {
  const tails = new FakeTails();
  const published: Input<'pubsub.publish'>[] = [];
  const copied: string[] = [];
  const client = createFakeClient({
    'pubsub.tail': tails.open,
    'pubsub.channels': () =>
      ok({ channels: [{ name: toBytes('active'), subscribers: 4 }], total: 1, patterns: 0 }),
    'pubsub.publish': (input) => {
      published.push(input);
      return ok({ receivers: 3 });
    },
    'app.copyText': ({ text }) => {
      copied.push(text);
      return ok({});
    },
    ...answers,
  });
  const whole: OpenConnection = fakeConnection({
    id,
    ...connection,
  });
  render(
    <ClientContext value={client}>
      <TooltipProvider>
        <LiveView connection={whole} />
      </TooltipProvider>
    </ClientContext>,
  );
  return { tails, published, copied };
}
