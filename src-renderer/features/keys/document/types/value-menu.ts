import { Braces, Copy, Terminal } from 'lucide-react';
import { quoteArgument } from '../../../../../src-shared/redis-value.ts';
import type { Client } from '../../../../client/client.ts';
import type { MenuEntry } from '../../../../ui/menu-entries.ts';
import { copyText } from '../copy-text.ts';
import { copyableText, toBase64 } from '../value/copy-bytes.ts';
import { unreadLock } from '../value/whole-value.ts';

export interface CopyTarget {
  /** "field", "value", "member". */
  readonly what: string;
  readonly bytes: Uint8Array;
  /** Of the whole, where not all of it was read. */
  readonly total?: number | undefined;
}

const copyLock = ({ bytes, total = bytes.byteLength }: CopyTarget): string | null =>
  unreadLock(bytes, total);

/** What can be copied of a row: each part as text, the last as base64, and the command that reads it. */
export function copyMenu(
  client: Client,
  parts: readonly CopyTarget[],
  command: readonly (string | Uint8Array)[],
): readonly MenuEntry[] {
  const last = parts.at(-1);
  const named = parts.find(({ bytes }) => command.includes(bytes));
  return [
    ...parts.map((part) => ({
      label: `Copy ${part.what}`,
      icon: Copy,
      disabledReason: copyLock(part),
      onSelect: () => void copyText(client, copyableText(part.bytes), `the ${part.what}`),
    })),
    ...(last === undefined
      ? []
      : [
          {
            label: `Copy ${last.what} as base64`,
            icon: Braces,
            disabledReason: copyLock(last),
            onSelect: () =>
              void copyText(client, toBase64(last.bytes), `the ${last.what} as base64`),
          },
        ]),
    {
      label: 'Copy as redis-cli',
      icon: Terminal,
      disabledReason: named === undefined ? null : copyLock(named),
      onSelect: () =>
        void copyText(
          client,
          command.map((part) => (typeof part === 'string' ? part : quoteArgument(part))).join(' '),
          'the command',
        ),
    },
  ];
}
