import { DECODE_LIMITS } from './decoder.ts';

/** Of a text, as much as tells plain words from an encoding. */
const HEAD = 128;

// PHP's grammar, long words of base64, UUIDs and tokens, and numbers that may be times.
const encodedHead =
  /^(?:[abisdNOCE][:;]|\w+\|[abisdNOCE][:;]|[A-Za-z0-9+/=_.-]{16,}$|\d{10,16}(?:\.\d+)?$)/;
// oxlint-disable-next-line no-control-regex -- controls are what it looks for
const control = /[\u0000-\u0008\u000e-\u001f]/;

/** A pickle of protocol 0 begins with a mark or a class, keeps what it holds, and stops. */
const mayBePickle = (text: string): boolean =>
  text.endsWith('.') && /^[(c]/.test(text) && /p\d+\n/.test(text);

/** Whether bytes are sent to the worker at all: most values are plain text, and are shown without it. */
export function isWorthSniffing(bytes: Uint8Array, text: string | null): boolean {
  if (bytes.byteLength < 2 || bytes.byteLength > DECODE_LIMITS.outputBytes) return false;
  if (text === null) return true;
  const head = text.slice(0, HEAD);
  return encodedHead.test(head) || control.test(head) || mayBePickle(text);
}
