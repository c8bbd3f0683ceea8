/** The only origin whose main frame may call. */
export const APP_ORIGIN = 'app://redstart';

/** What is looked at of Electron's WebFrameMain. */
export interface SenderFrame {
  readonly origin: string;
  readonly parent: object | null;
}

/** senderFrame is null after a navigation: refused, like everything that is not our own top frame. */
export function isTrustedSender(frame: SenderFrame | null, devOrigin: string | null): boolean {
  if (frame === null || frame.parent !== null) return false;
  return frame.origin === APP_ORIGIN || (devOrigin !== null && frame.origin === devOrigin);
}
