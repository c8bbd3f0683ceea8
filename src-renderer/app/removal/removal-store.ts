import { createStore } from 'zustand/vanilla';
import type { BulkAction, BulkPlan } from '../../../src-shared/contract/bulk.ts';
import type { OpenConnection } from '../../../src-shared/contract/connections.ts';
import type { Job } from '../../../src-shared/contract/jobs.ts';
import type { KeySelection, PlanProgress } from '../../../src-shared/contract/keys.ts';
import type { AppError } from '../../../src-shared/result.ts';

/** What a dialog of this folder is about; the connection as it was when it was asked. */
export interface RemovalSubject {
  readonly place: OpenConnection;
  readonly selection: KeySelection;
  readonly what: string;
  readonly action: BulkAction;
  readonly mustAsk: boolean;
}

/** A name with what happened to it: not changed, not restored. */
export interface ReportRow {
  readonly key: Uint8Array;
  readonly reason: string;
}

export type RemovalDialogState =
  | { readonly status: 'closed' }
  | {
      readonly status: 'planning';
      readonly subject: RemovalSubject;
      /** null: the server has not answered yet. */
      readonly progress: PlanProgress | null;
    }
  | {
      readonly status: 'asking';
      readonly subject: RemovalSubject;
      readonly plan: BulkPlan;
      readonly isApplying: boolean;
      readonly error: AppError | null;
    }
  | { readonly status: 'report'; readonly title: string; readonly job: Job };

const closed: RemovalDialogState = { status: 'closed' };

export const removalStore = createStore<RemovalDialogState>(() => closed);

// What the open dialog's buttons do; the store itself keeps plain data.
let onCancel = (): void => undefined;
let onConfirm = (): void => undefined;

export const removalDialog = {
  /** The count is being found out: shows it, with a way out. */
  plan(subject: RemovalSubject, progress: PlanProgress | null, cancel: () => void): void {
    onCancel = cancel;
    removalStore.setState({ status: 'planning', subject, progress }, true);
  },
  /** Asks, and keeps the dialog open while `apply` runs; what it gives back as an error is shown in it. */
  ask<T>(
    subject: RemovalSubject,
    plan: BulkPlan,
    apply: () => Promise<{ readonly value: T } | { readonly error: AppError }>,
  ): Promise<T | null> {
    const show = (isApplying: boolean, error: AppError | null): void =>
      removalStore.setState({ status: 'asking', subject, plan, isApplying, error }, true);
    return new Promise((resolve) => {
      onCancel = () => resolve(null);
      onConfirm = () => {
        show(true, null);
        void apply().then((outcome) => {
          if ('error' in outcome) show(false, outcome.error);
          else {
            removalDialog.close();
            resolve(outcome.value);
          }
        });
      };
      show(false, null);
    });
  },
  /** What a job could not do and what had changed. */
  report(title: string, job: Job): void {
    onCancel = () => undefined;
    removalStore.setState({ status: 'report', title, job }, true);
  },
  confirm(): void {
    onConfirm();
  },
  /** Esc, Cancel. While it is being begun it is too late: the dialog stays to say what came of it. */
  cancel(): void {
    const state = removalStore.getState();
    if (state.status === 'asking' && state.isApplying) return;
    removalDialog.close();
    onCancel();
  },
  close(): void {
    removalStore.setState(closed, true);
  },
};
