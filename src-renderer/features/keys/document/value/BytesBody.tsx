import { useState } from 'react';
import type { JsonText } from '../../../../../src-shared/json-text.ts';
import { useClient } from '../../../../client/client-context.ts';
import { copyText } from '../copy-text.ts';
import { jsonRowMenu, plainValue } from '../json/json-row-menu.ts';
import { JsonBody } from '../json/JsonBody.tsx';
import { carryFolding, DEFAULT_FOLDING, type Folding } from '../json/tree-rows.ts';
import { DecodedBody } from '../../decode/DecodedBody.tsx';
import { RuleNotice } from '../../decode/RuleNotice.tsx';
import { HexDump } from './HexDump.tsx';
import { TextLines } from './TextLines.tsx';
import type { Reveal } from './reveal.ts';
import type { ShownBytes } from './use-bytes-view.ts';

interface ReadState {
  readonly json: JsonText;
  readonly folding: Folding;
  readonly active: number;
}

interface ReadOnlyJsonProps {
  readonly json: JsonText;
  readonly hasModes: boolean;
}

function ReadOnlyJson({ json, hasModes }: ReadOnlyJsonProps) {
  const client = useClient();
  const [state, setState] = useState<ReadState>({ json, folding: DEFAULT_FOLDING, active: -1 });
  // The value was read again, or is another one: what was folded there is folded here, too.
  if (state.json !== json)
    setState({ json, folding: carryFolding(state.json, state.folding, json), active: -1 });
  const { folding, active } = state;
  const shared = {
    json,
    folding,
    onFold: (change: (folding: Folding) => Folding) => {
      setState((last) => ({ ...last, folding: change(last.folding) }));
    },
    active,
    onActiveChange: (node: number) => {
      setState((last) => ({ ...last, active: node }));
    },
    onCopy: (node: number) => void copyText(client, plainValue(json, node), 'the value'),
    rowMenu: (node: number) => jsonRowMenu({ client, json, node, keyName: null, actions: null }),
  };
  return <JsonBody label="Value" mode={hasModes ? undefined : 'tree'} {...shared} />;
}

export interface BytesBodyProps {
  readonly shown: ShownBytes;
  /** JSON as tree and text, where there is room. */
  readonly hasModes?: boolean | undefined;
  /** There is a place to edit what is decoded. */
  readonly isEditable?: boolean | undefined;
  /** Where they begin in a longer value, and what of that is to be in sight. */
  readonly at?: { readonly start: number; readonly reveal: Reveal | null } | undefined;
}

// A cut character at the beginning counts as some: it moves a place within its line.
const decoder = new TextDecoder();
const whole = { start: 0, reveal: null };

function Body({ shown, hasModes = false, isEditable = false, at = whole }: BytesBodyProps) {
  const { bytes, sniffed, view } = shown;
  if (view === 'decoded') return <DecodedBody decoding={shown.decoding} isEditable={isEditable} />;
  if (view === 'json' && sniffed.json !== null)
    return (
      <div className="min-h-0 grow">
        <ReadOnlyJson json={sniffed.json} hasModes={hasModes} />
      </div>
    );
  if (view === 'text' && sniffed.text !== null)
    return (
      <TextLines
        label="Value as text"
        text={sniffed.text}
        isFromWithin={at.start > 0}
        reveal={at.reveal}
        characterAt={(offset) => decoder.decode(bytes.subarray(0, offset - at.start)).length}
      />
    );
  return <HexDump label="Value as hex" bytes={bytes} start={at.start} reveal={at.reveal} />;
}

/** Bytes as text, JSON (to be read only), hex, or decoded, and the rule that was followed. */
export function BytesBody(props: BytesBodyProps) {
  const { decoding, view } = props.shown;
  return (
    <>
      <RuleNotice decoding={decoding} isFollowed={view === 'decoded'} />
      <Body {...props} />
    </>
  );
}
