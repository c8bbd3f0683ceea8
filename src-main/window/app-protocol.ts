import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, relative, resolve, isAbsolute } from 'node:path';
import type { ProtocolResponse, Session } from 'electron';
import { APP_ORIGIN } from '../rpc/sender.ts';

const mimeTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
};

/**
 * Everything off but our own files. The nonce is for the few rules that Radix adds while a dialog is open (scroll lock);
 * no style attribute or sheet from anywhere else gets through.
 */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'none'",
    "frame-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types redstart-worker',
  ].join('; ');
}

/** The file a URL of ours names, null when it would leave the folder. */
export function resolveAsset(root: string, url: string): string | null {
  const parsed = URL.parse(url);
  if (parsed === null) return null;
  const { origin, host, protocol, pathname } = parsed;
  if (origin !== APP_ORIGIN && `${protocol}//${host}` !== APP_ORIGIN) return null;
  let path: string;
  try {
    path = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  if (path.includes('\0')) return null;
  const file = resolve(root, `.${path === '/' ? '/index.html' : path}`);
  const inside = relative(root, file);
  return inside === '' || inside.startsWith('..') || isAbsolute(inside) ? null : file;
}

const refused = (statusCode: number): ProtocolResponse => ({ statusCode, data: Buffer.alloc(0) });

/** One file of the built renderer, with the policy in a header. */
async function serveFile(root: string, url: string): Promise<ProtocolResponse> {
  const file = resolveAsset(root, url);
  const type = file === null ? undefined : mimeTypes[extname(file)];
  if (file === null || type === undefined) return refused(404);
  let body: Buffer;
  try {
    body = await readFile(file);
  } catch {
    return refused(404);
  }
  const nonce = randomBytes(16).toString('base64');
  const isPage = type === mimeTypes['.html'];
  return {
    data: isPage ? Buffer.from(body.toString().replace('__CSP_NONCE__', nonce)) : body,
    headers: {
      'content-type': type,
      'content-security-policy': contentSecurityPolicy(nonce),
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
    },
  };
}

/**
 * Serves the built renderer at app://redstart; every other scheme is refused. Resolves when the page itself has been
 * answered.
 *
 * Whole files by the older interface: `protocol.handle` answers by fetch's Response, for which Node loads its HTTP client
 * (some 50 ms of the start), and whose bodies come piece by piece over this thread while it loads the rest of the app.
 */
export function serveApp(session: Session, root: string): Promise<void> {
  const served = Promise.withResolvers<void>();
  session.protocol.registerBufferProtocol('app', ({ url, method }, answer) => {
    const response = method === 'GET' ? serveFile(root, url) : Promise.resolve(refused(404));
    void response.then((one) => {
      answer(one);
      served.resolve();
    });
  });
  for (const scheme of ['file', 'http', 'https', 'ftp'])
    session.protocol.handle(scheme, () => new Response(null, { status: 403 }));
  return served.promise;
}
