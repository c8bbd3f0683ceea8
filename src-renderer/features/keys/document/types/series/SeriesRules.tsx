import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { OpenConnection } from '../../../../../../src-shared/contract/connections.ts';
import type { SeriesInfo } from '../../../../../../src-shared/contract/series.ts';
import { toBinaryString } from '../../../../../../src-shared/redis-value.ts';
import type { SeriesRule } from '../../../../../../src-shared/series-commands.ts';
import { formatDuration } from '../../../../../ui/format/duration.ts';
import { IconButton } from '../../../../../ui/IconButton.tsx';
import { showBytes } from '../../value/show-bytes.ts';
import { AddRuleDialog } from './AddRuleDialog.tsx';
import { DeleteRuleDialog } from './DeleteRuleDialog.tsx';

export interface SeriesRulesProps {
  readonly connection: OpenConnection;
  readonly keyName: Uint8Array;
  readonly info: SeriesInfo;
  readonly onReload: () => void;
}

/** What is made of a series by itself: each rule writes buckets of it to another one. */
export function SeriesRules(props: SeriesRulesProps) {
  const { rules } = props.info;
  const [open, setOpen] = useState<'add' | SeriesRule | null>(null);
  const onClose = () => {
    setOpen(null);
  };
  return (
    <>
      <div className="mt-3 mb-1 flex items-center">
        <h2 className="grow text-11 font-medium text-text-3">Rules</h2>
        <IconButton
          icon={Plus}
          label="Add a rule"
          onClick={() => {
            setOpen('add');
          }}
        />
      </div>
      {rules.length === 0 ? <p className="text-12 text-text-3">None</p> : null}
      <ul aria-label="Rules" className="text-12">
        {rules.map((rule) => (
          <li key={toBinaryString(rule.key)} className="flex items-start gap-2">
            <div className="min-w-0 grow py-1">
              <div className="text-text-3">
                {`${rule.aggregator}, ${formatDuration(Number(rule.bucketMs))}`}
              </div>
              <bdi className="mono break-words">{showBytes(rule.key)}</bdi>
            </div>
            <IconButton
              icon={Trash2}
              label={`Delete the rule to ${showBytes(rule.key, 60)}`}
              onClick={() => {
                setOpen(rule);
              }}
            />
          </li>
        ))}
      </ul>
      {open === 'add' ? <AddRuleDialog {...props} onClose={onClose} /> : null}
      {open === 'add' || open === null ? null : (
        <DeleteRuleDialog {...props} rule={open} onClose={onClose} />
      )}
    </>
  );
}
