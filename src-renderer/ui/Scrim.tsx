/**
 * Darkens the window behind a dialog and takes the clicks there. Radix's Overlay would also keep the page from scrolling, which
 * ours never does: what it writes on the body has the style of every element computed anew, at the opening and at the end.
 */
export function Scrim() {
  // A press would take the focus nowhere: left where it is, it goes back when the dialog has closed.
  return <div className="scrim" onMouseDown={(event) => event.preventDefault()} />;
}
