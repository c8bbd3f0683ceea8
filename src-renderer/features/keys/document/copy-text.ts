import type { Client } from '../../../client/client.ts';
import { explainError } from '../../../ui/explain-error.ts';
import { toasts } from '../../../ui/toast-store.ts';

/** Puts a text on the clipboard and says what it was: "Copied the name". */
export async function copyText(client: Client, text: string, what: string): Promise<void> {
  const result = await client.call('app.copyText', { text });
  if (result.ok) toasts.show({ tone: 'info', message: `Copied ${what}` });
  else
    toasts.show({ tone: 'error', message: 'Not copied', detail: explainError(result.error).what });
}
