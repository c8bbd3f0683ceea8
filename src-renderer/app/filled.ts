/**
 * Calls back once, after the first screen with data has been painted: a view says so by setting `data-filled` on the root
 * element. Gives a function that stops waiting.
 */
export function announceFilled(announce: () => void): () => void {
  const root = document.documentElement;
  const check = (): void => {
    if (root.dataset['filled'] === undefined) return;
    observer.disconnect();
    // Two frames: the one that draws what was just set, and one to be sure that it is on screen.
    requestAnimationFrame(() => requestAnimationFrame(announce));
  };
  const observer = new MutationObserver(check);
  observer.observe(root, { attributes: true, attributeFilter: ['data-filled'] });
  check();
  return () => observer.disconnect();
}
