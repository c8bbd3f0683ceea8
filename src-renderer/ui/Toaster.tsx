import { CircleCheck, CircleX, Info, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { Button } from './Button.tsx';
import { Icon } from './Icon.tsx';
import { IconButton } from './IconButton.tsx';
import { type Toast, type ToastStore, toasts as appToasts } from './toast-store.ts';

const TICK_MS = 1_000;
const icons = { ok: CircleCheck, info: Info, error: CircleX };
const tones = { ok: 'text-success', info: 'text-info', error: 'text-danger' };

/** Lets the time of a toast run, unless someone is at it. */
function useCountdown(toast: Toast | undefined, isHeld: boolean, store: ToastStore) {
  const id = toast?.id ?? null;
  const isTimed = toast !== undefined && toast.leftMs !== null;
  useEffect(() => {
    if (id === null || !isTimed || isHeld) return undefined;
    const timer = setInterval(() => {
      store.elapse(id, TICK_MS);
    }, TICK_MS);
    return () => {
      clearInterval(timer);
    };
  }, [id, isTimed, isHeld, store]);
}

/** From the press of a button to its click, wherever the pointer is let go. */
function holdWhilePressed(store: ToastStore): void {
  store.press();
  const release = () => {
    window.removeEventListener('pointerup', release);
    window.removeEventListener('pointercancel', release);
    // The click comes right after.
    setTimeout(store.release);
  };
  window.addEventListener('pointerup', release);
  window.addEventListener('pointercancel', release);
}

function ToastCard({ toast, store }: { readonly toast: Toast; readonly store: ToastStore }) {
  const [isHovered, setIsHovered] = useState(false);
  const [isFocused, setIsFocused] = useState(false);
  useCountdown(toast, isHovered || isFocused, store);
  return (
    <div
      className="pop toast"
      onPointerDown={() => {
        holdWhilePressed(store);
      }}
      onPointerEnter={() => {
        setIsHovered(true);
      }}
      onPointerLeave={() => {
        setIsHovered(false);
      }}
      onFocus={() => {
        setIsFocused(true);
      }}
      onBlur={() => {
        setIsFocused(false);
      }}
    >
      <Icon icon={icons[toast.tone]} size={16} className={tones[toast.tone]} />
      <div className="grow">
        <div className="flex min-w-0 gap-1.5">
          <span>{toast.message}</span>
          {toast.name === undefined ? null : (
            <bdi dir="ltr" className="mono ell leading-[1.5]" title={toast.name}>
              {toast.name}
            </bdi>
          )}
        </div>
        {toast.detail === undefined ? null : (
          <div className="text-11 text-text-3">{toast.detail}</div>
        )}
      </div>
      {toast.action === null ? null : (
        <Button
          size="sm"
          keys={toast.action.keys}
          onClick={() => {
            store.act(toast.id);
          }}
        >
          {toast.action.label}
        </Button>
      )}
      {toast.leftMs === null ? null : (
        <span className="w-6 text-right text-11 text-text-3 tn" aria-hidden="true">
          {Math.ceil(toast.leftMs / 1_000)} s
        </span>
      )}
      <IconButton
        icon={X}
        label="Dismiss"
        onClick={() => {
          store.dismiss(toast.id);
        }}
      />
    </div>
  );
}

/** Once in the app. Both regions are always there, or screen readers would not hear the first toast. */
export function Toaster({ store = appToasts }: { readonly store?: ToastStore | undefined }) {
  const toast = useStore(store, (state) => state.toasts.at(-1));
  const card =
    toast === undefined ? null : <ToastCard key={toast.id} toast={toast} store={store} />;
  return (
    <div data-part="" className="toast-place">
      <div role="status">{toast?.tone === 'error' ? null : card}</div>
      <div aria-live="assertive">{toast?.tone === 'error' ? card : null}</div>
    </div>
  );
}
