/** Panes of a split, and what is marked as a part beside them. */
const PARTS = '[data-part], [data-panel]';
const STOPS = 'a[href], button, input, select, textarea, [tabindex]';
/** Where one wants to be in a part: the view that is shown, rows, a text. */
const MAIN_STOPS = '[aria-current], .rows, textarea';

const lastStops = new WeakMap<Element, HTMLElement>();

const isShown = (element: Element): boolean => element.closest('[hidden], [inert]') === null;

export const canHaveFocus = (element: HTMLElement): boolean =>
  element.isConnected && element.tabIndex >= 0 && !element.matches(':disabled') && isShown(element);

const partOf = (element: Element | null | undefined): Element | null =>
  element?.closest(PARTS) ?? null;

/** The parts an element is in, the innermost first. */
export function partsAround(element: Element): readonly Element[] {
  const parts: Element[] = [];
  for (let part = partOf(element); part !== null; part = partOf(part.parentElement))
    parts.push(part);
  return parts;
}

/** Where the keyboard was last in its part. */
export function rememberStop(element: HTMLElement): void {
  const part = partOf(element);
  if (part !== null) lastStops.set(part, element);
}

function stopOf(part: Element): HTMLElement | null {
  const last = lastStops.get(part);
  if (last !== undefined && part.contains(last) && canHaveFocus(last)) return last;
  const stops = [...part.querySelectorAll(STOPS)].filter(
    (stop) => stop instanceof HTMLElement && canHaveFocus(stop),
  );
  const first = stops.find((stop) => stop.matches(MAIN_STOPS)) ?? stops[0];
  return first instanceof HTMLElement ? first : null;
}

/** The focus goes to what one wants in a part; false when that is not there, or not yet. */
export function focusMain(part: Element): boolean {
  const main = [...part.querySelectorAll(MAIN_STOPS)].find(
    (stop) => stop instanceof HTMLElement && canHaveFocus(stop),
  );
  if (!(main instanceof HTMLElement)) return false;
  main.focus({ preventScroll: true });
  return true;
}

/** Parts that are not made of smaller ones, with something in them that can have the focus, in their order. */
function stopsOfParts(): readonly HTMLElement[] {
  return [...document.querySelectorAll(PARTS)]
    .filter((part) => isShown(part) && part.querySelector(PARTS) === null)
    .map(stopOf)
    .filter((stop) => stop !== null);
}

/** The focus goes into a part; false when nothing in it can have it. */
export function focusPart(part: Element): boolean {
  const stop = stopOf(part);
  stop?.focus({ preventScroll: true });
  return stop !== null;
}

/** From an element to the next part, or the one before, going round. */
export function stepPart(from: Element | null, by: 1 | -1): void {
  const stops = stopsOfParts();
  const there = stops.filter((stop) => {
    const part = partOf(stop);
    if (from === null || part === null || part.contains(from)) return false;
    const place = from.compareDocumentPosition(stop);
    const side = by === 1 ? Node.DOCUMENT_POSITION_FOLLOWING : Node.DOCUMENT_POSITION_PRECEDING;
    return (place & side) !== 0;
  });
  const main = from === null ? stops.find((stop) => stop.matches('.rows')) : undefined;
  const next = main ?? there.at(by === 1 ? 0 : -1) ?? stops.at(by === 1 ? 0 : -1);
  next?.focus();
}
