import { ListFilter } from 'lucide-react';
import { useState } from 'react';
import { Icon } from '../../../ui/Icon.tsx';
import { withoutHidden } from '../document/value/hidden-characters.ts';
import { ruleKeys } from './decode-rules.ts';
import { RuleDialog } from './RuleDialog.tsx';
import type { Decoding } from './use-decoding.ts';

export interface RuleNoticeProps {
  readonly decoding: Decoding;
  /** What the rule decoded is on screen, not the bytes. */
  readonly isFollowed: boolean;
}

/** The rule that decoded this value, or that it does not fit; changed and removed in place. */
export function RuleNotice({ decoding, isFollowed }: RuleNoticeProps) {
  const [isOpen, setIsOpen] = useState(false);
  const { rules, isByRule, misfit, state } = decoding;
  const rule = rules?.rule ?? null;
  if (rules === null || rule === null || !isByRule) return null;
  const keys = withoutHidden(ruleKeys(rule));
  const rest = `${keys} (${rule.chain.join(' > ')})`;
  const followed = isFollowed ? `Decoded by your rule for ${rest}` : `Your rule for ${rest}`;
  const instead =
    state.status === 'unknown' ? 'nothing else is recognised' : 'shown is what it looks like';
  return (
    <div
      role="status"
      aria-label="Decoding rule"
      className="flex min-h-row flex-none items-center gap-2 border-b border-border-1 px-3 text-12"
    >
      <Icon icon={ListFilter} size={12} />
      <span className={misfit === null ? 'ell text-text-2' : 'text-warning wrap-anywhere'}>
        {misfit === null
          ? followed
          : `Your rule for ${keys} does not fit this value (${withoutHidden(misfit)}); ${instead}`}
      </span>
      <span className="grow" />
      <button
        type="button"
        className="link flex-none"
        onClick={() => {
          setIsOpen(true);
        }}
      >
        Change rule
      </button>
      <button
        type="button"
        className="link flex-none"
        onClick={() => {
          rules.remove(rule);
        }}
      >
        Remove rule
      </button>
      {isOpen ? (
        <RuleDialog
          rules={rules}
          state={state}
          onSaved={() => undefined}
          onClose={() => {
            setIsOpen(false);
          }}
        />
      ) : null}
    </div>
  );
}
