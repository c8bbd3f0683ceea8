import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, relative, resolve, isAbsolute } from 'node:path';
import type { Session } from 'electron';
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

const refused = (status: number): Response => new Response(null, { status });

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

/** One file of the built renderer, with the policy in a header. */
async function serveFile(root: string, url: string): Promise<Response> {
  const file = resolveAsset(root, url);
  const type = file === null ? undefined : mimeTypes[extname(file)];
  if (file === null || type === undefined) return refused(404);
  let body: Buffer<ArrayBuffer>;
  try {
    body = await readFile(file);
  } catch {
    return refused(404);
  }
  const nonce = randomBytes(16).toString('base64');
  const isPage = type === mimeTypes['.html'];
  return new Response(isPage ? body.toString().replace('__CSP_NONCE__', nonce) : body, {
    headers: {
      'content-type': type,
      'content-security-policy': contentSecurityPolicy(nonce),
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
    },
  });
}

/**
 * Serves the built renderer at app://redstart; every other scheme is refused. Resolves when the page has what it first asks
 * for: its own scripts and styles.
 */
export function serveApp(session: Session, root: string): Promise<void> {
  const served = Promise.withResolvers<void>();
  let answered = 0;
  let asked = 0;
  session.protocol.handle('app', async ({ url, method }) => {
    asked += 1;
    const response = method === 'GET' ? await serveFile(root, url) : refused(404);
    answered += 1;
    // The first is the page.
    if (answered > 1)
      setImmediate(() => {
        if (answered === asked) served.resolve();
      });
    return response;
  });
  for (const scheme of ['file', 'http', 'https', 'ftp'])
    session.protocol.handle(scheme, () => refused(403));
  return served.promise;
}
