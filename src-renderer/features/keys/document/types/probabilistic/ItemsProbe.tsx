import { type FormEvent, useId, useState } from 'react';
import type { Input } from '../../../../../../src-shared/contract/index.ts';
import { toBinaryString } from '../../../../../../src-shared/redis-value.ts';
import { useClient } from '../../../../../client/client-context.ts';
import { Button } from '../../../../../ui/Button.tsx';
import { formatCount } from '../../../../../ui/format/count.ts';
import { Tag } from '../../../../../ui/Tag.tsx';
import { showBytes } from '../../value/show-bytes.ts';
import { ReadNotice } from '../ReadNotice.tsx';
import { useRead } from '../use-read.ts';
import type { ValueProps } from '../value-props.ts';
import { parseItems } from './parse-items.ts';

type Command = Input<'probes.ask'>['command'];

function Verdict({ command, answer }: { readonly command: Command; readonly answer: string }) {
  if (command === 'CMS.QUERY')
    return (
      <span className="tn mono">{/^\d+$/.test(answer) ? formatCount(BigInt(answer)) : answer}</span>
    );
  if (command === 'TOPK.QUERY')
    return answer === '1' ? <Tag tone="ok">in the list</Tag> : <Tag>not in it</Tag>;
  return answer === '1' ? <Tag tone="warn">probably</Tag> : <Tag>certainly not</Tag>;
}

const meaning: Readonly<Record<Command, string>> = {
  'BF.MEXISTS': 'A filter may say “probably” of what was never added, never “not” of what was.',
  'CF.MEXISTS': 'A filter may say “probably” of what was never added, never “not” of what was.',
  'CMS.QUERY': 'Counts are never too low, and may be too high.',
  'TOPK.QUERY': 'Whether an item is among the most frequent now.',
};

function Answers(
  props: ValueProps & { readonly command: Command; readonly items: readonly Uint8Array[] },
) {
  const { connection, keyName, command, items } = props;
  const client = useClient();
  const state = useRead({
    variant: items.map((item) => `${item.byteLength} ${toBinaryString(item)}`).join(' '),
    revision: props.revision,
    onGone: props.onGone,
    read: async (signal) => {
      const input = { connection: connection.id, key: keyName, command, items: [...items] };
      const result = await client.call('probes.ask', input, { signal });
      // With the answers, what was asked: the next items may be on their way already.
      return result.ok ? { ok: true, value: { items, answers: result.value.answers } } : result;
    },
  });
  if (state.status !== 'ready')
    return <ReadNotice state={state} label="Asking" onRetry={props.onReload} />;
  return (
    <dl aria-label="Answers" className="kv selectable mt-3">
      {state.value.items.map((item, index) => (
        // The same item may be asked twice.
        <div key={index} className="contents">
          <dt className="mono break-all">{showBytes(item)}</dt>
          <dd>
            <Verdict command={command} answer={state.value.answers[index] ?? ''} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Items, one a line, and what the structure says of them. */
export function ItemsProbe(props: ValueProps & { readonly command: Command }) {
  const { command } = props;
  const id = useId();
  const [text, setText] = useState('');
  const [asked, setAsked] = useState<readonly Uint8Array[]>([]);
  const parsed = parseItems(text);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (parsed.ok) setAsked(parsed.items);
  };
  const reason = parsed.ok ? (parsed.items.length === 0 ? 'Write an item' : null) : parsed.why;
  return (
    <form onSubmit={send}>
      <label htmlFor={id} className="lab">
        Items, one a line
      </label>
      <div className="field mono h-auto p-2">
        <textarea
          id={id}
          rows={4}
          spellCheck={false}
          className="w-full resize-y bg-transparent outline-none"
          value={text}
          aria-invalid={!parsed.ok}
          onChange={(event) => {
            setText(event.currentTarget.value);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send(event);
          }}
        />
      </div>
      <p className="hint">{parsed.ok ? meaning[command] : parsed.why}</p>
      <div className="mt-2 flex items-center gap-2">
        <Button type="submit" size="sm" disabledReason={reason} keys="mod+enter">
          Ask
        </Button>
        <span className="mono text-11 text-text-3">{command}</span>
      </div>
      {asked.length === 0 ? null : <Answers {...props} items={asked} />}
    </form>
  );
}
