import { createStore } from 'zustand/vanilla';

export const TOAST_MS = 10_000;

export interface ToastContent {
  readonly tone: 'ok' | 'info' | 'error';
  /** What was done, and to how many: "Deleted 1,842 keys". */
  readonly message: string;
  /** A name after the message, in mono. */
  readonly name?: string | undefined;
  /** One more line. */
  readonly detail?: string | undefined;
  /** "Undo" with its shortcut, "Compare". Pressing it closes the toast. */
  readonly action?:
    | { readonly label: string; readonly keys?: string | undefined; readonly run: () => void }
    | undefined;
}

export interface Toast extends Omit<ToastContent, 'action'> {
  readonly id: number;
  readonly action: { readonly label: string; readonly keys?: string | undefined } | null;
  /** null: an error stays until it is dismissed. */
  readonly leftMs: number | null;
}

interface ToastState {
  /** The last one is shown. Below it wait only errors nobody has dismissed. */
  readonly toasts: readonly Toast[];
}

/** One toast at a time; a new one takes the place of what was not an error. */
export function createToastStore() {
  const store = createStore<ToastState>(() => ({ toasts: [] }));
  const actions = new Map<number, () => void>();
  let lastId = 0;
  let isPressed = false;
  /** What came while a button was being pressed. */
  let waiting: readonly Toast[] = [];

  const set = (toasts: readonly Toast[]) => {
    const kept = new Set([...toasts, ...waiting].map((toast) => toast.id));
    for (const id of actions.keys()) if (!kept.has(id)) actions.delete(id);
    store.setState({ toasts });
  };
  const dismiss = (id: number) => {
    set(store.getState().toasts.filter((toast) => toast.id !== id));
  };
  const put = (toast: Toast) => {
    set([...store.getState().toasts.filter((one) => one.leftMs === null), toast]);
  };

  return {
    ...store,
    show({ action, ...content }: ToastContent): number {
      lastId += 1;
      const id = lastId;
      const toast: Toast = {
        ...content,
        id,
        action: action === undefined ? null : { label: action.label, keys: action.keys },
        leftMs: content.tone === 'error' ? null : TOAST_MS,
      };
      if (action !== undefined) actions.set(id, action.run);
      if (isPressed) waiting = [...waiting, toast];
      else put(toast);
      return id;
    },
    dismiss,
    /** A button of the toast is pressed: until it is let go nothing takes its place, or the click would be lost. */
    press(): void {
      isPressed = true;
    },
    release(): void {
      isPressed = false;
      for (const toast of waiting) put(toast);
      waiting = [];
    },
    /** Runs the action of a toast and closes it. */
    act(id: number): void {
      const run = actions.get(id);
      dismiss(id);
      run?.();
    },
    /** Time that passed while the toast was in sight and nobody was at it. */
    elapse(id: number, ms: number): void {
      const toast = store.getState().toasts.find((candidate) => candidate.id === id);
      if (toast === undefined || toast.leftMs === null || isPressed) return;
      const leftMs = toast.leftMs - ms;
      if (leftMs <= 0) dismiss(id);
      else
        store.setState(({ toasts }) => ({
          toasts: toasts.map((one) => (one.id === id ? { ...one, leftMs } : one)),
        }));
    },
  };
}

export type ToastStore = ReturnType<typeof createToastStore>;

/** The app's toasts: `toasts.show({ tone: 'ok', message: 'Deleted 3 keys' })`. */
export const toasts: ToastStore = createToastStore();
