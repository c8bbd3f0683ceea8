import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ConnectionId } from '../../../../src-shared/contract/define.ts';
import type { PlanProgress } from '../../../../src-shared/contract/keys.ts';
import type { ExportPlan, ImportPlan } from '../../../../src-shared/contract/transfer.ts';
import type { AppError, Result } from '../../../../src-shared/result.ts';
import type { TransferFormat } from '../../../../src-shared/transfer-format.ts';
import { untilEnded } from '../../../app/jobs/jobs-store.ts';
import { followPlan } from '../../../app/removal/follow-plan.ts';
import { reportJob, showError } from '../../../app/removal/report-job.ts';
import type { Client } from '../../../client/client.ts';
import { toasts } from '../../../ui/toast-store.ts';
import type { BulkTarget } from '../bulk/bulk-target.ts';

export type ExportTarget = Pick<BulkTarget, 'selection' | 'what'>;

interface Asking {
  /** The job is being begun; for an export the system asks for the file meanwhile. */
  readonly isStarting: boolean;
  readonly error: AppError | null;
}

export type TransferState =
  | { readonly status: 'closed' }
  | {
      readonly status: 'counting';
      readonly what: string;
      /** null: the server has not answered yet. */
      readonly progress: PlanProgress | null;
    }
  | ({
      readonly status: 'export';
      readonly what: string;
      readonly plan: ExportPlan;
      readonly format: TransferFormat;
    } & Asking)
  | { readonly status: 'reading' }
  | ({
      readonly status: 'import';
      readonly plan: ImportPlan;
      readonly overwrite: boolean;
    } & Asking);

interface Options {
  readonly client: Client;
  readonly connection: ConnectionId;
  /** What is chosen in the list; null: nothing, which has been said. */
  readonly chosen: () => Promise<ExportTarget | null>;
  /** All that the list asks the server for; null: it cannot be asked that, which has been said. */
  readonly listed: () => ExportTarget | null;
}

export interface TransferDialog {
  readonly store: StoreApi<TransferState>;
  readonly exportChosen: () => Promise<void>;
  readonly exportListed: () => Promise<void>;
  readonly import: () => Promise<void>;
  readonly setFormat: (format: TransferFormat) => void;
  readonly setOverwrite: (overwrite: boolean) => void;
  /** Begins what is shown. */
  readonly start: () => Promise<void>;
  /** While it is being begun it is too late. */
  readonly close: () => void;
}

const closed: TransferState = { status: 'closed' };
const asking: Asking = { isStarting: false, error: null };

/** Keys to a file and back: what is asked before, and what is said after. */
export function createTransferDialog(options: Options): TransferDialog {
  const { client, connection } = options;
  const store = createStore<TransferState>(() => closed);
  let abort = new AbortController();
  const close = (): void => {
    const state = store.getState();
    if ('isStarting' in state && state.isStarting) return;
    abort.abort();
    store.setState(closed, true);
  };
  /** Shows that main is at work until it answers; null: it failed, which has been said, or was cancelled. */
  async function looked<T>(
    state: TransferState,
    failed: string,
    look: (signal: AbortSignal) => Promise<Result<T>>,
  ): Promise<T | null> {
    // One question at a time.
    if (store.getState().status !== 'closed') return null;
    abort = new AbortController();
    const { signal } = abort;
    store.setState(state, true);
    const result = await look(signal);
    if (signal.aborted) return null;
    store.setState(closed, true);
    if (result.ok) return result.value;
    showError(failed, result.error);
    return null;
  }
  async function exportKeys({ selection, what }: ExportTarget): Promise<void> {
    const input = { connection, selection };
    const counting = { status: 'counting', what, progress: null } as const;
    const plan = await looked(counting, 'Nothing was exported', (signal) =>
      followPlan(client.stream('transfer.exportPlan', input, { signal }), (progress) => {
        if (!signal.aborted) store.setState({ ...counting, progress }, true);
      }),
    );
    if (plan !== null)
      store.setState({ status: 'export', what, plan, format: 'exact', ...asking }, true);
  }

  async function startExport(state: Extract<TransferState, { status: 'export' }>): Promise<void> {
    store.setState({ ...state, isStarting: true, error: null }, true);
    const input = { connection, planId: state.plan.plan, format: state.format };
    const result = await client.call('transfer.exportStart', input);
    if (!result.ok) {
      store.setState({ ...state, isStarting: false, error: result.error }, true);
      return;
    }
    // No file was chosen: the question stays.
    if (result.value === null) {
      store.setState({ ...state, ...asking }, true);
      return;
    }
    store.setState(closed, true);
    const { job: id, fileName } = result.value;
    const job = await untilEnded(id);
    if (job === null) return;
    if (job.status === 'cancelled') {
      const detail = `A part of an export is not kept: there is no ${fileName}`;
      toasts.show({ tone: 'info', message: 'The export was cancelled', detail });
      return;
    }
    const detail = [`In ${fileName}`, job.note].filter((part) => part !== null).join('. ');
    await reportJob({ client, connection, detail }, { done: 'Exported', undone: 'exported' }, job);
  }

  async function startImport(state: Extract<TransferState, { status: 'import' }>): Promise<void> {
    store.setState({ ...state, isStarting: true, error: null }, true);
    const { plan, overwrite } = state;
    const conflicts = overwrite ? 'overwrite' : 'skip';
    const input = { connection, planId: plan.plan, conflicts } as const;
    const result = await client.call('transfer.importStart', input);
    if (!result.ok) {
      store.setState({ ...state, isStarting: false, error: result.error }, true);
      return;
    }
    store.setState(closed, true);
    const job = await untilEnded(result.value.job);
    if (job === null) return;
    await reportJob({ client, connection }, { done: 'Imported', undone: 'imported' }, job);
  }

  return {
    store,
    close,
    async exportChosen() {
      const target = await options.chosen();
      if (target !== null) await exportKeys(target);
    },
    async exportListed() {
      const target = options.listed();
      if (target !== null) await exportKeys(target);
    },
    async import() {
      const plan = await looked({ status: 'reading' }, 'Nothing was imported', (signal) =>
        client.call('transfer.importOpen', { connection }, { signal }),
      );
      if (plan !== null)
        store.setState({ status: 'import', plan, overwrite: false, ...asking }, true);
    },
    setFormat(format) {
      const state = store.getState();
      if (state.status === 'export') store.setState({ ...state, format, error: null }, true);
    },
    setOverwrite(overwrite) {
      const state = store.getState();
      if (state.status === 'import') store.setState({ ...state, overwrite, error: null }, true);
    },
    async start() {
      const state = store.getState();
      if (!('isStarting' in state) || state.isStarting) return;
      await (state.status === 'export' ? startExport(state) : startImport(state));
    },
  };
}
