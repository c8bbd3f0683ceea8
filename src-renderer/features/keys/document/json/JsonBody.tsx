import type { JsonText } from '../../../../../src-shared/json-text.ts';
import { usePaneSize } from '../../../../app/pane-size.ts';
import type { MenuEntry } from '../../../../ui/menu-entries.ts';
import { SplitPane } from '../../../../ui/SplitPane.tsx';
import { type JsonMode, usePreference } from '../view-preferences.ts';
import { useJsonSecrets } from './json-secrets.ts';
import { JsonLines } from './JsonLines.tsx';
import { JsonTree, type JsonTreeEditing, type JsonTreeProps } from './JsonTree.tsx';
import type { Folding } from './tree-rows.ts';

export interface JsonBodyProps {
  /** "Document", "Matches": names tree and text. */
  readonly label: string;
  readonly rootName?: string | undefined;
  readonly json: JsonText;
  readonly folding: Folding;
  readonly onFold: (change: (folding: Folding) => Folding) => void;
  readonly active: number;
  readonly onActiveChange: (node: number) => void;
  readonly onCopy?: ((node: number) => void) | undefined;
  readonly onLocate?: JsonTreeProps['onLocate'];
  readonly rowMenu?: ((node: number) => readonly MenuEntry[]) | undefined;
  readonly editing?: JsonTreeEditing | undefined;
  /** Instead of the mode that was last chosen. */
  readonly mode?: JsonMode | undefined;
}

/** A document as tree, text or both, as it was last chosen. */
export function JsonBody(props: JsonBodyProps) {
  const chosen = usePreference((state) => state.jsonMode);
  const mode = props.mode ?? chosen;
  const secrets = useJsonSecrets(props.json);
  const pane = usePaneSize('keys.jsonTree', 560);
  const tree = <JsonTree {...props} secrets={secrets} label={`${props.label} as a tree`} />;
  const lines = (
    <JsonLines
      label={`${props.label} as text`}
      json={props.json}
      secrets={secrets}
      changes={props.editing?.changes}
      active={mode === 'split' ? props.active : undefined}
      onActiveChange={mode === 'split' ? props.onActiveChange : undefined}
    />
  );
  if (mode === 'tree') return tree;
  if (mode === 'text') return lines;
  return (
    <SplitPane
      label="Width of the tree"
      first={tree}
      second={lines}
      sized="first"
      {...pane}
      minSize={240}
      minRest={160}
      className="h-full"
    />
  );
}
