import { Copy, X } from 'lucide-react';
import { useClient } from '../../../../client/client-context.ts';
import { formatBytes } from '../../../../ui/format/bytes.ts';
import { IconButton } from '../../../../ui/IconButton.tsx';
import { Menu } from '../../../../ui/Menu.tsx';
import { Segmented } from '../../../../ui/Segmented.tsx';
import { DecodeMenu } from '../../decode/DecodeMenu.tsx';
import type { EditedBytes } from '../types/edit/bytes-drafts.ts';
import { BytesEditor, EditButton, shownDraft } from '../types/edit/BytesEditor.tsx';
import { draftView } from '../types/edit/draft-view.ts';
import { partLock } from '../types/edit/edit-draft.ts';
import type { Editing } from '../types/edit/use-editing.ts';
import { copyText } from '../copy-text.ts';
import { BytesBody } from './BytesBody.tsx';
import { copyableText, toBase64 } from './copy-bytes.ts';
import { PartNotice } from './PartNotice.tsx';
import { useBytesView } from './use-bytes-view.ts';
import { partWords, type WholeValue } from './whole-value.ts';
import { Region } from '../../../../ui/Region.tsx';

export interface InspectPanelProps {
  /** What it is: a field, an index, a member. */
  readonly title: string;
  readonly bytes: Uint8Array;
  /** Of the whole value, where `bytes` is only its beginning, or nothing of it. */
  readonly total?: number | undefined;
  readonly whole?: WholeValue | undefined;
  readonly onClose: () => void;
  /** Where it may be changed. */
  readonly edit?: { readonly editing: Editing; readonly edited: EditedBytes } | undefined;
}

/** One value in full. */
export function InspectPanel(props: InspectPanelProps) {
  const { title, bytes, whole, onClose, edit } = props;
  const { total = whole?.total ?? bytes.byteLength } = props;
  const isPart = total !== bytes.byteLength;
  const client = useClient();
  const shown = useBytesView(bytes, { before: false, after: isPart });
  const { view, sniffed, decoding } = shown;
  const lock = partLock(bytes, total);
  const { view: shownView, choose } = draftView({
    shown,
    editing: edit?.editing ?? null,
    edited: lock ?? edit?.edited ?? '',
    rowId: edit?.edited.rowId ?? '',
    isInPanel: true,
  });
  const content =
    bytes.byteLength === 0 && isPart ? null : (
      <BytesBody shown={shown} isEditable={edit !== undefined && lock === null} />
    );
  const draft =
    edit === undefined
      ? ''
      : shownDraft(lock ?? edit.edited, { view, sniffed, edit: decoding.edit });
  return (
    <Region aria-label={`Value of ${title}`} className="flex h-full min-h-0 flex-col bg-surface-1">
      <div className="bar tight">
        <Segmented
          label="Show the value as"
          value={shownView}
          segments={shown.segments}
          onChange={choose}
        />
        <DecodeMenu
          decoding={shown.decoding}
          onChosen={() => {
            choose('decoded');
          }}
        />
        <bdi dir="ltr" className="mono ell">
          {title}
        </bdi>
        <span className="count">
          {isPart ? partWords(bytes.byteLength, total) : formatBytes(total)}
        </span>
        <span className="grow" />
        {edit === undefined ? null : <EditButton editing={edit.editing} draft={draft} />}
        <Menu
          align="end"
          trigger={
            <IconButton icon={Copy} label={isPart ? 'Copy what is shown' : 'Copy the value'} />
          }
          entries={[
            {
              label: 'Copy as text',
              onSelect: () => void copyText(client, copyableText(bytes), 'the value'),
            },
            {
              label: 'Copy as base64',
              onSelect: () => void copyText(client, toBase64(bytes), 'the value as base64'),
            },
          ]}
        />
        <IconButton icon={X} label="Close" keys="esc" onClick={onClose} />
      </div>
      {isPart ? <PartNotice shown={bytes.byteLength} total={total} whole={whole ?? null} /> : null}
      {edit === undefined ? (
        content
      ) : (
        <BytesEditor editing={edit.editing} rowId={edit.edited.rowId} isInPanel draft={draft}>
          {content}
        </BytesEditor>
      )}
    </Region>
  );
}
