import { FolderTree } from 'lucide-react';
import { useState } from 'react';
import type { OpenConnection } from '../../../../src-shared/contract/connections.ts';
import type { AppError } from '../../../../src-shared/result.ts';
import { useClient } from '../../../client/client-context.ts';
import { Button } from '../../../ui/Button.tsx';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { Popover } from '../../../ui/Popover.tsx';
import { SeparatorsField } from '../../../ui/SeparatorsField.tsx';

function Form({
  connection,
  onClose,
}: {
  readonly connection: OpenConnection;
  readonly onClose: () => void;
}) {
  const client = useClient();
  const [separators, setSeparators] = useState<readonly string[] | null>(connection.separators);
  const [error, setError] = useState<AppError | null>(null);
  const apply = async (): Promise<void> => {
    if (separators === null) return;
    const input = { connection: connection.id, separators: [...separators] };
    const result = await client.call('connections.setSeparators', input);
    if (result.ok) onClose();
    else setError(result.error);
  };
  return (
    <form
      className="flex w-64 flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void apply();
      }}
    >
      <SeparatorsField value={connection.separators} onChange={setSeparators} />
      <p className="text-12 text-text-3">
        Names are divided anew without a scan.{' '}
        {connection.profile === null ? 'Kept until it is closed.' : 'Kept with the connection.'}
      </p>
      {error === null ? null : <ErrorNotice error={error} />}
      <div className="flex justify-end">
        <Button
          tone="primary"
          size="sm"
          type="submit"
          disabledReason={separators === null ? 'Not understood' : null}
        >
          Apply
        </Button>
      </div>
    </form>
  );
}

/** What divides the names of the open connection. */
export function SeparatorsPopover({ connection }: { readonly connection: OpenConnection }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Popover
      label="Key separators"
      align="end"
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={<IconButton icon={FolderTree} label="Key separators" />}
    >
      <Form connection={connection} onClose={() => setIsOpen(false)} />
    </Popover>
  );
}
