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
 * Back to where it was just before, or as near as it can be: to the rows of the same part, to anything in it, else in the part
 * around it. What was over the window gives it back wherever it was.
 */
function goBack(lost: Element): void {
  const around = places.find(({ element }) => element === lost)?.parts ?? [];
  // Delete closes a tab: pressed once more it must not find the rows of another part.
  const parts = lost.getAttribute('role') === 'tab' ? around.slice(0, 1) : around;
  const [before, ...earlier] = places
    .map(({ element }) => element)
    .filter((element) => element !== lost);
  const isAble = (element: HTMLElement | undefined, part: Element | null): boolean =>
    element !== undefined && canHaveFocus(element) && (part?.contains(element) ?? true);
  const to = (element: HTMLElement | undefined): boolean => {
    element?.focus({ preventScroll: true });
    return element !== undefined;
  };
  if (parts.length === 0) {
    to([before, ...earlier].find((element) => isAble(element, null)));
    return;
  }
  for (const part of parts.filter(({ isConnected }) => isConnected)) {
    if (isAble(before, part) ? to(before) : focusMain(part)) return;
    if (to(earlier.find((element) => isAble(element, part))) || focusPart(part)) return;
    // Another view is on its way: the focus is taken by its rows.
    if (part.matches('main')) waitForMain(part);
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
