import type { WebFrameMain } from 'electron';

/** The only origin whose main frame may call. */
export const APP_ORIGIN = 'app://redstart';

/** senderFrame is null after a navigation: refused, like everything that is not our own top frame. */
export function isTrustedSender(frame: WebFrameMain | null, devOrigin: string | null): boolean {
  if (frame === null || frame.parent !== null) return false;
  return frame.origin === APP_ORIGIN || (devOrigin !== null && frame.origin === devOrigin);
}
