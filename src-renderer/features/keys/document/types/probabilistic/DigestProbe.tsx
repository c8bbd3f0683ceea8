import { useState } from 'react';
import { useClient } from '../../../../../client/client-context.ts';
import { Field } from '../../../../../ui/Field.tsx';
import { ReadNotice } from '../ReadNotice.tsx';
import { useRead } from '../use-read.ts';
import type { ValueProps } from '../value-props.ts';
import { type Parsed, parseFigures } from './parse-items.ts';

const whyOf = (parsed: Parsed<string>): string | null => (parsed.ok ? null : parsed.why);

/** What can be read goes on being asked while something else is typed. */
function useFigures(first: string, isShare: boolean) {
  const [text, setText] = useState(first);
  const [last, setLast] = useState<readonly string[]>([]);
  const parsed = parseFigures(text, isShare);
  if (parsed.ok && parsed.items.join(' ') !== last.join(' ')) setLast(parsed.items);
  return { text, setText, items: parsed.ok ? parsed.items : last, why: whyOf(parsed) };
}

/** Quantiles, and shares of values, of a t-digest. */
export function DigestProbe(props: ValueProps) {
  const { connection, keyName } = props;
  const client = useClient();
  const quantiles = useFigures('0.5 0.9 0.95 0.99 0.999', true);
  const values = useFigures('', false);
  const asked = { quantiles: [...quantiles.items], values: [...values.items] };
  const state = useRead({
    variant: `${quantiles.items.join(' ')} of ${values.items.join(' ')}`,
    revision: props.revision,
    onGone: props.onGone,
    read: async (signal) => {
      const input = { connection: connection.id, key: keyName, ...asked };
      const result = await client.call('probes.digest', input, { signal });
      return result.ok ? { ok: true, value: { ...result.value, asked } } : result;
    },
  });
  const rows =
    state.status === 'ready'
      ? [
          { name: 'Minimum', text: state.value.min },
          ...state.value.asked.quantiles.map((quantile, i) => ({
            name: `Quantile ${quantile}`,
            text: state.value.quantiles[i] ?? '',
          })),
          { name: 'Maximum', text: state.value.max },
          ...state.value.asked.values.map((value, i) => ({
            name: `Share at or below ${value}`,
            text: state.value.shares[i] ?? '',
          })),
        ]
      : [];
  return (
    <div className="flex flex-col gap-3">
      <Field
        label="Quantiles, from 0 to 1"
        mono
        value={quantiles.text}
        onChange={quantiles.setText}
        error={quantiles.why}
      />
      <Field
        label="Share of samples at or below these values"
        mono
        placeholder="100 250"
        value={values.text}
        onChange={values.setText}
        error={values.why}
      />
      <ReadNotice state={state} label="Asking" onRetry={props.onReload} />
      <dl aria-label="Answers" className="kv selectable">
        {rows.map(({ name, text }, index) => (
          <div key={index} className="contents">
            <dt>{name}</dt>
            <dd className="mono">{text}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
