import type { KeyboardEvent } from 'react';
import { useClient } from '../../../client/client-context.ts';
import { isModKey } from '../../../ui/platform.ts';
import { copyText } from './copy-text.ts';
import { readCommand } from './head/copy-commands.ts';
import type { HeadPanel } from './head/DocumentHead.tsx';

export interface HeadKeys {
  readonly keyName: Uint8Array;
  /** null while nothing is known of the key. */
  readonly type: string | null;
  readonly onPanel: (panel: HeadPanel) => void;
  readonly onReload: () => void;
}

/** The filter of the fields or members, or the JSONPath. */
function focusFilter(pane: Element): void {
  const field = pane.querySelector('.bar input');
  if (field instanceof HTMLElement) field.focus();
}

/** Keys that act while the focus is somewhere in the pane; single letters not in a field. */
export function useHeadKeys({ keyName, type, onPanel, onReload }: HeadKeys) {
  const client = useClient();
  return (event: KeyboardEvent): void => {
    const { target } = event;
    const isField = target instanceof Element && target.closest('input, textarea, select') !== null;
    const key = event.key.toLowerCase();
    if (event.defaultPrevented || type === null || event.altKey) return;
    if (isModKey(event) && event.shiftKey && key === 'c')
      void copyText(client, readCommand(type, keyName), 'the command');
    else if (isModKey(event) && !event.shiftKey && key === 'r') onReload();
    else if (!isField && !isModKey(event) && key === 't') onPanel('ttl');
    else if (!isField && !isModKey(event) && key === '/') focusFilter(event.currentTarget);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}
