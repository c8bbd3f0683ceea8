import { common, parse, Root, Type } from 'protobufjs';
import type { ProtoFile } from '../../../../src-shared/contract/proto-files.ts';
import { DecodeFailure } from './decoder.ts';

/** Messages that are offered at most. */
const MOST_MESSAGES = 5_000;

const fileName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/**
 * The definitions of some files as one. An import is another of these files by its name, or one of protobuf's own;
 * nothing is read from anywhere else. Throws a DecodeFailure with the file and the line that is wrong.
 */
function parseFiles(files: readonly ProtoFile[]): Root {
  const root = new Root();
  const names = new Set(files.map(({ name }) => name));
  const builtIn = new Set<string>();
  for (const { name, text } of files) {
    try {
      const { imports = [], weakImports = [] } = parse(text, root, { keepCase: true });
      for (const path of [...imports, ...weakImports]) {
        if (common.get(path) !== null && common.get(path) !== undefined) builtIn.add(path);
        else if (!names.has(fileName(path)))
          throw new DecodeFailure(`it imports ${path}, which was not added`);
      }
    } catch (thrown) {
      throw new DecodeFailure(`${name}: ${reasonOf(thrown)}`);
    }
  }
  try {
    for (const path of builtIn) root.addJSON(common.get(path)?.nested ?? {});
    root.resolveAll();
  } catch (thrown) {
    throw new DecodeFailure(`the .proto files do not fit together: ${reasonOf(thrown)}`);
  }
  return root;
}

let last: { readonly files: readonly ProtoFile[]; readonly root: Root } | null = null;

const isSame = (a: readonly ProtoFile[], b: readonly ProtoFile[]): boolean =>
  a.length === b.length &&
  a.every(({ name, text }, at) => b[at]?.name === name && b[at].text === text);

/** The same files are parsed once: many values follow one rule. */
function rootOf(files: readonly ProtoFile[]): Root {
  if (last === null || !isSame(last.files, files)) last = { files, root: parseFiles(files) };
  return last.root;
}

/** A message by its full name. */
export function messageType(files: readonly ProtoFile[], name: string): Type {
  const found = rootOf(files).lookup(name, [Type]);
  if (found instanceof Type) return found;
  throw new DecodeFailure(`no message ${name} is in the .proto files that were added`);
}

/** The full names of all messages in some files, without protobuf's own. */
export function messageNames(files: readonly ProtoFile[]): string[] {
  const names: string[] = [];
  const open = [...rootOf(files).nestedArray];
  for (let one = open.pop(); one !== undefined && names.length < MOST_MESSAGES; one = open.pop()) {
    if (one.fullName === '.google.protobuf') continue;
    if (one instanceof Type) names.push(one.fullName.replace(/^\./, ''));
    if ('nestedArray' in one && Array.isArray(one.nestedArray)) open.push(...one.nestedArray);
  }
  return names.toSorted();
}
