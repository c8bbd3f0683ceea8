import { resolve } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { build } from 'vite';
import { beforeAll, describe, expect, test } from 'vitest';

type Exposed = Readonly<Record<string, (...args: unknown[]) => unknown>>;

/** The preload as one CommonJS file, which is all that a sandboxed one may be. */
async function bundle(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      minify: false,
      lib: { entry: resolve(import.meta.dirname, '../preload.ts'), formats: ['cjs'] },
      rollupOptions: { external: ['electron'] },
    },
  });
  const [one] = Array.isArray(built) ? built : [];
  const files = one?.output ?? [];
  if (files.length !== 1) throw new Error(`${files.length} files where one was expected`);
  return files[0]?.code ?? '';
}

/** Runs it as Electron would, with nothing but a fake of what it may have. */
function run(code: string) {
  const required: string[] = [];
  const sent: unknown[][] = [];
  const posted: unknown[][] = [];
  const exposed: [string, Exposed][] = [];
  const listeners = new Map<string, (...args: unknown[]) => void>();
  const electron = {
    contextBridge: {
      exposeInMainWorld: (name: string, api: Exposed) => exposed.push([name, api]),
    },
    ipcRenderer: {
      invoke: (...args: unknown[]) => {
        sent.push(['invoke', ...args]);
        return Promise.resolve('answer');
      },
      send: (...args: unknown[]) => {
        sent.push(['send', ...args]);
      },
      on: (channel: string, listener: (...args: unknown[]) => void) =>
        listeners.set(channel, listener),
    },
  };
  const context = createContext({
    exports: {},
    module: { exports: {} },
    require: (name: string) => {
      required.push(name);
      if (name !== 'electron') throw new Error(`${name} is not there in a sandbox`);
      return electron;
    },
    window: {
      location: { origin: 'app://redstart' },
      postMessage: (...args: unknown[]) => posted.push(args),
    },
  });
  runInContext(code, context);
  return { required, sent, posted, exposed, listeners };
}

describe('the built preload', () => {
  let code = '';
  beforeAll(async () => {
    code = await bundle();
  });

  test('asks for electron and nothing else, and is small', () => {
    expect(run(code).required).toEqual(['electron']);
    expect(code).not.toMatch(/\bimport\s*\(|\bfrom\s+["']/);
    expect(code.length).toBeLessThan(4_000);
  });

  test('exposes three functions under one name', () => {
    const { exposed } = run(code);
    expect(exposed.map(([name]) => name)).toEqual(['redstart']);
    const api = exposed[0]?.[1] ?? {};
    expect(Object.keys(api).sort()).toEqual(['call', 'cancel', 'openStream']);
    for (const one of Object.values(api)) expect(one).toBeTypeOf('function');
  });

  test('each goes to its own fixed channel, with nothing of Electron coming back', async () => {
    const { exposed, sent } = run(code);
    const api = exposed[0]?.[1] ?? {};
    const envelope = { id: '1', name: 'keys.head', input: {} };
    expect(await api['call']?.(envelope, 'rpc:other')).toBe('answer');
    expect(api['cancel']?.('1', 'rpc:other')).toBeUndefined();
    expect(api['openStream']?.(envelope, 'rpc:other')).toBeUndefined();
    expect(sent).toEqual([
      ['invoke', 'rpc', envelope],
      ['send', 'rpc:cancel', '1'],
      ['send', 'rpc:stream', envelope],
    ]);
  });

  test('hands a port over to its own page only, and nothing else of the event', () => {
    const { listeners, posted } = run(code);
    expect([...listeners.keys()]).toEqual(['rpc:port']);
    const port = {};
    listeners.get('rpc:port')?.({ ports: [port], sender: 'secret' }, { id: '7', more: 'secret' });
    expect(posted).toEqual([[{ t: 'rpc:port', id: '7' }, 'app://redstart', [port]]]);
  });
});
