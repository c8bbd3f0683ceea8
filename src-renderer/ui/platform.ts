/** Whether shortcuts are written with ⌘ (macOS) or Ctrl. */
export const isMac = /mac/i.test(navigator.userAgent);

/** Whether the modifier of this platform's shortcuts is down: ⌘ on macOS, Ctrl elsewhere. */
export function isModKey(event: { readonly metaKey: boolean; readonly ctrlKey: boolean }): boolean {
  return isMac ? event.metaKey : event.ctrlKey;
}
