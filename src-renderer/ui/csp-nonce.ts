import { setNonce } from 'get-nonce';

// Radix locks scrolling with a <style> element (react-style-singleton), which the policy lets in only with
// the nonce of this window. Imported first in main.tsx, before anything can be opened.
const meta = document.querySelector('meta[property="csp-nonce"]');
if (meta instanceof HTMLElement && meta.nonce !== undefined && meta.nonce !== '')
  setNonce(meta.nonce);
