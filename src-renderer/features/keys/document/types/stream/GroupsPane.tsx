import { ArrowRightLeft, Hand, Trash2, UserPlus } from 'lucide-react';
import { useState } from 'react';
import type { Output } from '../../../../../../src-shared/contract/index.ts';
import { toBinaryString } from '../../../../../../src-shared/redis-value.ts';
import { usePaneSize } from '../../../../../app/pane-size.ts';
import { useClient } from '../../../../../client/client-context.ts';
import { formatCountOf } from '../../../../../ui/format/count.ts';
import { SplitPane } from '../../../../../ui/SplitPane.tsx';
import { type Group, GroupsTable } from '../GroupsTable.tsx';
import { ReadNotice } from '../ReadNotice.tsx';
import { type ReadState, useRead } from '../use-read.ts';
import type { ValueProps } from '../value-props.ts';
import {
  autoclaimDraft,
  deleteConsumerDraft,
  destroyGroupDraft,
  moveGroupDraft,
  newConsumerDraft,
} from './change/drafts.ts';
import type { StreamDraft } from './change/stream-draft.ts';
import { ConsumersTable } from './ConsumersTable.tsx';
import { PendingTable } from './PendingTable.tsx';

type Consumers = Output<'streams.consumers'>;
type OnChange = (draft: StreamDraft) => void;

function ConsumersPart(props: {
  readonly state: ReadState<Consumers>;
  readonly activeId: string | null;
  readonly onActiveChange: (id: string | null) => void;
  readonly onReload: () => void;
  readonly group: Uint8Array;
  readonly onChange: OnChange;
}) {
  const { state, group, onChange } = props;
  if (state.status !== 'ready')
    return <ReadNotice state={state} label="Reading the consumers" onRetry={props.onReload} />;
  const { consumers, total } = state.value;
  return (
    <div className="flex h-full min-h-0 flex-col">
      <ConsumersTable
        {...props}
        consumers={consumers}
        rowMenu={({ name }) => [
          {
            label: 'Claim what is idle for it',
            icon: Hand,
            onSelect: () => {
              onChange(autoclaimDraft(group, name));
            },
          },
          { kind: 'separator' },
          {
            label: 'Delete consumer',
            icon: Trash2,
            danger: true,
            onSelect: () => {
              onChange(deleteConsumerDraft(group, name));
            },
          },
        ]}
      />
      {total > consumers.length ? (
        <p className="border-t border-border-1 px-3 py-1 text-12 text-text-3">
          {`The ${consumers.length} with most pending, of ${formatCountOf(total, 'consumer')}`}
        </p>
      ) : null}
    </div>
  );
}

/** One group: its consumers, and what is pending of one or all of them. */
function GroupDetail(props: ValueProps & { readonly group: Group; readonly onChange: OnChange }) {
  const { connection, keyName, revision, group } = props;
  const client = useClient();
  const [activeId, setActiveId] = useState<string | null>(null);
  const pane = usePaneSize('keys.consumers', 420);
  const state = useRead({
    variant: toBinaryString(group.name),
    revision,
    onGone: props.onGone,
    read: (signal) =>
      client.call(
        'streams.consumers',
        { connection: connection.id, key: keyName, group: group.name },
        { signal },
      ),
  });
  const consumers = state.status === 'ready' ? state.value.consumers : [];
  const consumer = consumers.find(({ name }) => toBinaryString(name) === activeId) ?? null;
  return (
    <SplitPane
      label="Width of the consumers"
      className="h-full"
      sized="first"
      {...pane}
      minSize={240}
      minRest={320}
      first={
        <ConsumersPart
          state={state}
          activeId={activeId}
          onActiveChange={setActiveId}
          onReload={props.onReload}
          group={group.name}
          onChange={props.onChange}
        />
      }
      second={
        <div className="flex h-full min-h-0 flex-col">
          <PendingTable
            {...props}
            group={group.name}
            consumer={consumer}
            onShowAll={() => {
              setActiveId(null);
            }}
          />
        </div>
      }
    />
  );
}

export interface GroupsPaneProps extends ValueProps {
  /** null: this user may not see them. */
  readonly groups: readonly Group[] | null;
  readonly onChange: OnChange;
}

/** The groups of a stream; of the chosen one its consumers and what is pending. */
export function GroupsPane(props: GroupsPaneProps) {
  const { groups, onChange } = props;
  const [chosenId, setChosenId] = useState<string | null>(null);
  const pane = usePaneSize('keys.groups', 150);
  const chosen =
    groups?.find(({ name }) => toBinaryString(name) === chosenId) ?? groups?.[0] ?? null;
  if (groups === null || chosen === null) return <GroupsTable groups={groups} />;
  const id = toBinaryString(chosen.name);
  return (
    <SplitPane
      label="Height of the groups"
      orientation="vertical"
      className="min-h-0 grow"
      sized="first"
      {...pane}
      minSize={80}
      first={
        <div className="flex h-full min-h-0 flex-col">
          <GroupsTable
            groups={groups}
            activeId={id}
            onActiveChange={setChosenId}
            rowMenu={({ name, lastDeliveredId }) => [
              {
                label: 'Move where it reads',
                icon: ArrowRightLeft,
                onSelect: () => {
                  onChange(moveGroupDraft(name, lastDeliveredId));
                },
              },
              {
                label: 'New consumer',
                icon: UserPlus,
                onSelect: () => {
                  onChange(newConsumerDraft(name));
                },
              },
              { kind: 'separator' },
              {
                label: 'Destroy group',
                icon: Trash2,
                danger: true,
                onSelect: () => {
                  onChange(destroyGroupDraft(name));
                },
              },
            ]}
          />
        </div>
      }
      second={<GroupDetail key={id} {...props} group={chosen} />}
    />
  );
}
