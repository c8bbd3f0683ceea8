import { FilePlus2, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { ProtoFile } from '../../../../src-shared/contract/proto-files.ts';
import { Button } from '../../../ui/Button.tsx';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { formatBytes } from '../../../ui/format/bytes.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import { Select } from '../../../ui/Select.tsx';
import { decoders } from './decode-client.ts';
import type { NamesAnswer } from './decode-service.ts';
import { useProtoFiles } from './proto-files.ts';

/** The messages of some files, as the worker reads them. */
function useNames(files: readonly ProtoFile[] | null): NamesAnswer | null {
  const [answer, setAnswer] = useState<NamesAnswer | null>(null);
  useEffect(() => {
    const worker = files === null ? null : decoders();
    if (files === null || worker === null) return;
    const controller = new AbortController();
    const { signal } = controller;
    void worker.names({ files }, signal).then((given) => {
      if (!signal.aborted) setAnswer(given);
    });
    return () => {
      controller.abort();
    };
  }, [files]);
  return answer;
}

export interface ProtoMessageFieldProps {
  /** Full name; null: fields without names. */
  readonly message: string | null;
  readonly onChange: (message: string | null) => void;
}

/** Which message of the user's .proto files a value holds. */
export function ProtoMessageField({ message, onChange }: ProtoMessageFieldProps) {
  const proto = useProtoFiles(true);
  const answer = useNames(proto.files);
  const names = answer?.names ?? [];
  const isMissing = message !== null && !names.includes(message);
  const options = [
    { value: '', label: 'Not known: fields by number' },
    ...(isMissing ? [{ value: message, label: `${message} (not in the files)` }] : []),
    ...names.map((name) => ({ value: name, label: name })),
  ];
  return (
    <fieldset className="mt-3 flex flex-col gap-1.5">
      <legend className="lab">Protobuf definitions, for every connection</legend>
      {proto.error === null ? null : <ErrorNotice error={proto.error} className="rounded-2" />}
      {(proto.files ?? []).map(({ name, text }) => (
        <div key={name} className="flex items-center gap-2 text-12">
          <span className="mono ell">{name}</span>
          <span className="count grow">{formatBytes(text.length)}</span>
          <IconButton
            icon={X}
            label={`Remove ${name}`}
            onClick={() => {
              proto.remove(name);
            }}
          />
        </div>
      ))}
      <div>
        <Button size="sm" icon={FilePlus2} onClick={proto.add}>
          Add .proto file
        </Button>
      </div>
      {answer === null || answer.fault === null ? null : (
        <p role="alert" className="selectable text-12 wrap-anywhere text-danger">
          {`Not usable: ${answer.fault}`}
        </p>
      )}
      <Select
        label="Message"
        labelHidden={false}
        size="md"
        soft={false}
        mono
        value={message ?? ''}
        options={options}
        onChange={(name) => {
          onChange(name === '' ? null : name);
        }}
      />
    </fieldset>
  );
}
