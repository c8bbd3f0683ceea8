import { Ban, CircleCheck, CircleHelp, Pencil } from 'lucide-react';
import { useState } from 'react';
import type { RateLimitRule } from '../../../src-shared/contract/shapes.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { formatCount } from '../../ui/format/count.ts';
import { formatDuration } from '../../ui/format/duration.ts';
import { Icon } from '../../ui/Icon.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { NumberField } from '../../ui/NumberField.tsx';
import { Popover } from '../../ui/Popover.tsx';
import { Tag } from '../../ui/Tag.tsx';
import type { Limiter } from './rate-limits-store.ts';
import { prefixOf, type Verdict } from './verdict.ts';

interface Props {
  readonly limiter: Limiter;
  readonly verdict: Verdict;
  readonly nowMs: number;
  readonly allowedAtMs: number | null;
  /** Requests inside the window, oldest first. */
  readonly inWindowMs: readonly number[];
  readonly separator: string;
  readonly onRule: (rule: RateLimitRule) => void;
}

const verdicts = {
  allowed: { words: 'Allowed', icon: CircleCheck, tone: 'text-success' },
  denied: { words: 'Denied', icon: Ban, tone: 'text-danger' },
  unknown: { words: 'Not known', icon: CircleHelp, tone: 'text-text-3' },
};
const windowSources = { ttl: 'from TTL', key: 'from the key', you: 'set by you' };
const limitSources = { key: 'from the key', you: 'set by you' };

const inTime = (atMs: number | null, nowMs: number): string =>
  atMs === null ? 'at a time that is not known' : `in ${formatDuration(Math.max(0, atMs - nowMs))}`;

function NextRequest({ limiter, verdict, nowMs, allowedAtMs }: Props) {
  const { words, icon, tone } = verdicts[verdict.next];
  const detail =
    verdict.next === 'allowed'
      ? `${formatCount(verdict.remaining ?? 0)} left after the ${formatCount(limiter.used)} in this window`
      : verdict.next === 'denied'
        ? `retry ${inTime(allowedAtMs, nowMs)}`
        : verdict.limit === null
          ? `${formatCount(limiter.used)} in this window; set the limit to know`
          : 'being counted in the window that you set';
  return (
    <div className="p-4">
      <div className="sec">Next request</div>
      <div className="mt-2 flex items-center gap-2 text-20 font-strong">
        <Icon icon={icon} size={18} className={tone} />
        {words}
      </div>
      <div className="tn mt-1 text-12 text-text-2">{detail}</div>
    </div>
  );
}

/** What would become of several at once: those that fit, and when the first refused one is let in. */
function Several({ verdict, nowMs, inWindowMs, limiter }: Props) {
  const [count, setCount] = useState<number | null>(10);
  const wanted = count ?? 0;
  const allowed = verdict.remaining === null ? null : Math.min(wanted, verdict.remaining);
  const denied = allowed === null ? 0 : wanted - allowed;
  const { limit, windowMs } = verdict;
  const leaving = limit === null ? undefined : inWindowMs[Math.max(0, limiter.used - limit)];
  const retryAt =
    leaving === undefined || windowMs === null ? verdict.freeAtMs : leaving + windowMs;
  return (
    <div className="border-l border-border-1 p-4">
      <div className="sec">If several arrive now</div>
      <div className="mt-2 flex items-center gap-2 text-12 text-text-2">
        <NumberField
          label="Requests"
          labelHidden
          size="sm"
          integer
          min={1}
          max={1_000_000}
          className="w-20"
          value={count}
          onChange={setCount}
        />
        requests
      </div>
      <div className="tn mt-2 text-12">
        {allowed === null ? (
          <span className="text-text-3">
            {limit === null ? 'needs the limit' : 'being counted'}
          </span>
        ) : (
          <>
            <span className="text-success">{formatCount(allowed)} allowed</span>
            {denied === 0 ? null : (
              <>
                , <span className="text-danger">{formatCount(denied)} denied</span>{' '}
                <span className="text-text-3">(retry {inTime(retryAt, nowMs)})</span>
              </>
            )}
          </>
        )}
      </div>
    </div>
  );
}

function RuleForm({
  limiter,
  verdict,
  separator,
  onRule,
  onDone,
}: Props & { readonly onDone: () => void }) {
  const [prefix, setPrefix] = useState(() => prefixOf(limiter.key, separator));
  const [limit, setLimit] = useState<number | null>(verdict.limit ?? 100);
  const [seconds, setSeconds] = useState<number | null>(
    verdict.windowFrom === 'you' && verdict.windowMs !== null ? verdict.windowMs / 1_000 : null,
  );
  const fromTtl =
    verdict.windowFrom === 'ttl' && verdict.windowMs !== null
      ? ` (${formatDuration(verdict.windowMs)})`
      : '';
  return (
    <form
      className="flex w-72 flex-col gap-3 p-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (limit === null) return;
        onRule({ prefix, limit, windowMs: seconds === null ? null : Math.round(seconds * 1_000) });
        onDone();
      }}
    >
      <NumberField
        label="Limit, requests per window"
        integer
        min={1}
        max={1_000_000_000}
        value={limit}
        onChange={setLimit}
        autoFocus
      />
      <NumberField
        label="Window, seconds (optional)"
        min={0.001}
        max={31_622_400}
        value={seconds}
        onChange={setSeconds}
        placeholder={`as the TTL tells${fromTtl}`}
      />
      <Field
        label="For keys that begin with"
        mono
        value={prefix}
        onChange={setPrefix}
        maxLength={1_024}
        hint="Remembered for this connection"
      />
      <Button
        type="submit"
        tone="primary"
        disabledReason={limit === null ? 'Write the limit first' : null}
      >
        Set limit
      </Button>
    </form>
  );
}

function Rule(props: Props) {
  const { limit, limitFrom, windowMs, windowFrom } = props.verdict;
  const [isOpen, setIsOpen] = useState(false);
  return (
    <div className="border-l border-border-1 p-4">
      <div className="sec">Rule</div>
      <div className="mt-2 flex items-center gap-2 text-20 font-strong">
        <span className="tn">
          {limit === null ? '?' : formatCount(limit)}{' '}
          <small className="text-12 font-normal text-text-3">per</small>{' '}
          {windowMs === null ? '?' : formatDuration(windowMs)}
        </span>
        <Popover
          label="Limit of these keys"
          isOpen={isOpen}
          onOpenChange={setIsOpen}
          trigger={
            limit === null ? (
              <Button size="sm" icon={Pencil}>
                Set limit
              </Button>
            ) : (
              <IconButton icon={Pencil} label="Change the limit" />
            )
          }
        >
          <RuleForm {...props} onDone={() => setIsOpen(false)} />
        </Popover>
      </div>
      <div className="mt-1 flex flex-wrap items-center gap-1.5 text-12 text-text-2">
        Window <Tag>{windowFrom === null ? 'not known' : windowSources[windowFrom]}</Tag>
        Limit{' '}
        <Tag tone={limitFrom === 'you' ? 'acc' : undefined}>
          {limitFrom === null ? 'not set' : limitSources[limitFrom]}
        </Tag>
      </div>
    </div>
  );
}

/** Verdict first, then where each number comes from. */
export function VerdictCard(props: Props) {
  return (
    <div className="card mx-4 mt-3 grid grid-cols-3">
      <NextRequest {...props} />
      <Several {...props} />
      <Rule {...props} />
    </div>
  );
}
