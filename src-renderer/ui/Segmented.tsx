import type { LucideIcon } from 'lucide-react';
import { ToggleGroup } from 'radix-ui';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Icon } from './Icon.tsx';

export interface Segment<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly icon?: LucideIcon | undefined;
  /** Before the label, where an icon will not do. */
  readonly mark?: ReactNode;
  /** In text 3 after the label. */
  readonly count?: string | undefined;
  readonly disabled?: boolean | undefined;
}

export interface SegmentedProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly segments: readonly Segment<Value>[];
  readonly onChange: (value: Value) => void;
  readonly className?: string | undefined;
  /** As wide as its place, in equal parts. */
  readonly isFilling?: boolean | undefined;
}

/** 2 to 4 views of the same thing; from 5 choices up, a Select. */
export function Segmented<Value extends string>({
  label,
  value,
  segments,
  onChange,
  className,
  isFilling = false,
}: SegmentedProps<Value>) {
  return (
    <ToggleGroup.Root
      type="single"
      className={classNames('seg', isFilling && 'fill', className)}
      aria-label={label}
      value={value}
      onValueChange={(next) => {
        // A click on the chosen one reports '': one is always chosen here.
        const chosen = segments.find((segment) => segment.value === next);
        if (chosen !== undefined) onChange(chosen.value);
      }}
    >
      {segments.map((segment) => (
        <ToggleGroup.Item
          key={segment.value}
          value={segment.value}
          disabled={segment.disabled ?? false}
        >
          {segment.icon === undefined ? null : <Icon icon={segment.icon} />}
          {segment.mark}
          {segment.label}
          {segment.count === undefined ? null : (
            <span className="text-text-3">{segment.count}</span>
          )}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
