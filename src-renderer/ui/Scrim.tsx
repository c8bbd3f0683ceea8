/**
 * Darkens the window behind a dialog and takes the clicks there. Radix's Overlay would also keep the page from scrolling, which
 * ours never does: what it writes on the body has the style of every element computed anew, at the opening and at the end.
 */
export function Scrim() {
  return <div className="scrim" />;
}

/** For a dialog's `onPointerDownOutside`: a press on the scrim closes it, and takes the focus nowhere; so it goes back. */
export function keepFocus({ detail }: CustomEvent<{ originalEvent: PointerEvent }>): void {
  detail.originalEvent.preventDefault();
}
