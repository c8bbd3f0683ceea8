import { CircleX, Lock, ShieldX, Unplug, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { AppError } from '../../src-shared/result.ts';
import { Banner } from './Banner.tsx';
import { explainError } from './explain-error.ts';

function iconOf(error: AppError): LucideIcon {
  if (error.code === 'redis.offline') return Unplug;
  if (error.code === 'readonly') return Lock;
  if (error.code === 'redis.auth') return ShieldX;
  if (error.code === 'redis.reply' && error.prefix === 'NOPERM') return ShieldX;
  return CircleX;
}

export interface ErrorNoticeProps {
  readonly error: AppError;
  /** One small button: "Try again", "Show ACL". */
  readonly action?: ReactNode;
  readonly className?: string | undefined;
}

/** What failed, the server's own words, and one action. Nothing for what the user cancelled. */
export function ErrorNotice({ error, action, className }: ErrorNoticeProps) {
  if (error.code === 'cancelled') return null;
  const { what, words, hint } = explainError(error);
  return (
    <Banner tone="bad" icon={iconOf(error)} title={what} action={action} className={className}>
      {words === null ? null : <span className="mono break-words">{words}</span>}
      {hint === null ? null : <> {hint}</>}
    </Banner>
  );
}
