import type { Handlers } from '../../rpc/handler-types.ts';
import type { ProtoFileStore } from '../../stores/proto-file-store.ts';
import type { Shell } from '../app/handlers.ts';

export function createProtoFilesHandlers({
  protoFiles,
  shell,
}: {
  readonly protoFiles: ProtoFileStore;
  readonly shell: Shell;
}) {
  return {
    'protoFiles.list': async () => ({ files: protoFiles.list() }),
    'protoFiles.add': async () => {
      const path = await shell.chooseFile('protoFile');
      if (path !== null) await protoFiles.add(path);
      return { files: protoFiles.list() };
    },
    'protoFiles.remove': async ({ name }) => {
      await protoFiles.remove(name);
      return { files: protoFiles.list() };
    },
  } satisfies Pick<Handlers, 'protoFiles.list' | 'protoFiles.add' | 'protoFiles.remove'>;
}
