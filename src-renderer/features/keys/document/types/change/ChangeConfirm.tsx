import type { PlanId } from '../../../../../../src-shared/contract/define.ts';
import { ConfirmDialog } from '../../../../../ui/ConfirmDialog.tsx';
import type { ChangeDraft } from './change-draft.ts';
import type { PlanState } from './change-store.ts';
import type { Changing } from './changing.ts';

type Planned<Change, Plan> = Extract<
  PlanState<Change, Plan>,
  { readonly is: 'ready' | 'applying' }
>;

/** Whether a removal is asked about once more: on production, or where it cannot be taken back. */
export const needsWord = <Change, Plan extends { readonly plan: PlanId }, Made>(
  { connection, words }: Changing<Change, Plan, Made>,
  { isRemoval }: ChangeDraft<Change>,
  { change, plan }: Planned<Change, Plan>,
): boolean =>
  isRemoval && (connection.environment === 'production' || !words.undo(change, plan).isPossible);

export interface ChangeConfirmProps<Change, Plan extends { readonly plan: PlanId }, Made> {
  readonly changing: Changing<Change, Plan, Made>;
  readonly draft: ChangeDraft<Change>;
  readonly planned: Planned<Change, Plan>;
  readonly onCancel: () => void;
  readonly onConfirm: () => void;
}

/** The question before something goes for good, or goes on production. */
export function ChangeConfirm<Change, Plan extends { readonly plan: PlanId }, Made>(
  props: ChangeConfirmProps<Change, Plan, Made>,
) {
  const { draft, planned } = props;
  const { connection, words } = props.changing;
  const { change, plan } = planned;
  const { environment, name, address, db } = connection;
  const lines = words.commands(change);
  return (
    <ConfirmDialog
      isOpen
      onCancel={props.onCancel}
      onConfirm={props.onConfirm}
      environment={environment}
      server={`${name}, ${address}, db${db}`}
      title={`${draft.title}?`}
      facts={[
        { label: 'What goes', value: words.impact(change, plan) },
        {
          label: lines.length === 1 ? 'Command' : 'Commands',
          value: (
            <span className="mono ell">
              {lines[0]?.slice(0, 400)}
              {lines.length === 1 ? '' : ` and ${lines.length - 1} more`}
            </span>
          ),
        },
      ]}
      undo={words.undo(change, plan)}
      typedName={environment === 'production' ? environment : null}
      confirmLabel={draft.verb}
    />
  );
}
