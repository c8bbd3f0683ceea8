import type { FormEvent, ReactNode } from 'react';
import type { BulkAction } from '../../../../src-shared/contract/bulk.ts';
import type { OpenConnection } from '../../../../src-shared/contract/connections.ts';
import type { ConnectionId } from '../../../../src-shared/contract/define.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import type { BulkTarget } from './bulk-target.ts';

export interface BulkFormProps {
  readonly connection: OpenConnection;
  readonly target: BulkTarget;
  readonly onClose: () => void;
  readonly onConfirm: (action: BulkAction, on: ConnectionId) => void;
}

const FORM = 'bulk-form';

/** The frame of the questions before a plan: what it is about, the fields, and the way on to the plan. */
export function BulkForm(props: {
  readonly title: string;
  readonly target: BulkTarget;
  readonly onClose: () => void;
  /** Why there can be no plan yet. */
  readonly obstacle: string | null;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}) {
  const { title, target, onClose, obstacle, onSubmit, children } = props;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="sm"
      title={title}
      description={<span className="mono ell">{target.what}</span>}
      footer={
        <>
          <Button keys="esc" onClick={onClose}>
            Cancel
          </Button>
          <Button tone="primary" type="submit" form={FORM} disabledReason={obstacle}>
            Look at the plan
          </Button>
        </>
      }
    >
      <form
        id={FORM}
        className="flex flex-col gap-3"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          if (obstacle === null) onSubmit();
        }}
      >
        {children}
        <p className="text-11 text-text-3">
          Nothing is changed yet: first the keys are counted, and what would be done is shown
        </p>
      </form>
    </Dialog>
  );
}
