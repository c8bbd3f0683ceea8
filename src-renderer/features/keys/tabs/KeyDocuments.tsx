import { useStore } from 'zustand';
import type { OpenConnection } from '../../../../src-shared/contract/connections.ts';
import { usePaneSize } from '../../../app/pane-size.ts';
import { SplitPane } from '../../../ui/SplitPane.tsx';
import type { KeysStore } from '../keys-store.ts';
import { KeyPane } from './KeyPane.tsx';

/** The open keys, in one pane or in two side by side. */
export function KeyDocuments(props: {
  readonly store: KeysStore;
  readonly connection: OpenConnection;
}) {
  const isSplit = useStore(props.store.panes.strips.second, ({ tabs }) => tabs.length > 0);
  const size = usePaneSize('second keys', 480);
  return (
    <SplitPane
      label="Width of the second pane"
      className="h-full"
      sized="second"
      {...size}
      minSize={280}
      minRest={280}
      isHidden={!isSplit}
      first={<KeyPane {...props} pane="first" isSplit={isSplit} />}
      second={<KeyPane {...props} pane="second" isSplit={isSplit} />}
    />
  );
}
