import {
  canHaveFocus,
  focusMain,
  focusPart,
  partsAround,
  rememberStop,
  stepPart,
} from './focus-parts.ts';

/** What comes and goes over the window. The keyboard is only passing there. */
const PASSING = '[role="menu"], [role="dialog"], [role="alertdialog"]';
const MOST_PLACES = 8;

interface Place {
  readonly element: HTMLElement;
  /** The innermost first. */
  readonly parts: readonly Element[];
}

/** Where the keyboard was, the last place first. */
let places: readonly Place[] = [];

function remember(event: FocusEvent): void {
  const { target: element } = event;
  if (!(element instanceof HTMLElement) || element.closest(PASSING) !== null) return;
  rememberStop(element);
  const others = places.filter((place) => place.element !== element);
  places = [{ element, parts: partsAround(element) }, ...others].slice(0, MOST_PLACES);
}

/**
 * Back to where it was before, as near as it can be: in the same part, else to something in that part, else in the part around
 * it. What was over the window gives it back wherever it was.
 */
function goBack(lost: Element): void {
  const able = places.map(({ element }) => element).filter(canHaveFocus);
  const parts = places.find(({ element }) => element === lost)?.parts ?? [];
  if (parts.length === 0) able[0]?.focus({ preventScroll: true });
  for (const part of parts.filter(({ isConnected }) => isConnected)) {
    const near = able.find((element) => part.contains(element));
    near?.focus({ preventScroll: true });
    if (near !== undefined || focusPart(part)) return;
    // Another view is on its way: the focus is taken by its rows.
    waitForMain(part);
  }
}

let stopWaiting = (): void => undefined;

function waitForMain(part: Element): void {
  stopWaiting();
  const observer = new MutationObserver(() => {
    if (document.activeElement !== document.body || focusMain(part)) stopWaiting();
  });
  stopWaiting = () => observer.disconnect();
  observer.observe(part, { childList: true, subtree: true });
}

/** What had the focus went away with it, and nothing has taken it. */
function onFocusOut({ target, relatedTarget }: FocusEvent): void {
  if (relatedTarget !== null || !(target instanceof HTMLElement)) return;
  // Who wants the focus takes it in the meantime.
  setTimeout(() => {
    if (document.activeElement === document.body && !canHaveFocus(target)) goBack(target);
  });
}

/** The keyboard is never nowhere: a bar, a field or a dialog that goes gives it back to where it was before. */
export function keepFocus(): () => void {
  document.addEventListener('focusin', remember);
  document.addEventListener('focusout', onFocusOut);
  return () => {
    document.removeEventListener('focusin', remember);
    document.removeEventListener('focusout', onFocusOut);
    stopWaiting();
    places = [];
  };
}

/** To the next part of the window, or the one before. Over a dialog that is open it does nothing. */
export function moveToPart(by: 1 | -1): void {
  const { activeElement } = document;
  if (document.querySelector('[role="dialog"], [role="alertdialog"]') !== null) return;
  const last = places.find(({ element }) => element.isConnected)?.element ?? null;
  stepPart(activeElement === document.body ? last : activeElement, by);
}
