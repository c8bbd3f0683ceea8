import { Tooltip as Radix } from 'radix-ui';
import { type ReactElement, type ReactNode, useState } from 'react';
import { Kbd } from './Kbd.tsx';

/** Once around the app: 500 ms before the first tooltip, at once for the next. */
export function TooltipProvider({ children }: { readonly children: ReactNode }) {
  return (
    <Radix.Provider delayDuration={500} skipDelayDuration={400} disableHoverableContent>
      {children}
    </Radix.Provider>
  );
}

export interface TooltipProps {
  /** null: nothing to say now. */
  readonly text: ReactNode;
  /** One more line, in text 3. */
  readonly detail?: ReactNode;
  readonly keys?: string | undefined;
  readonly side?: 'top' | 'right' | 'bottom' | 'left' | undefined;
  /** One element that takes a ref and spreads its props. */
  readonly children: ReactElement;
}

export function Tooltip({ text, detail, keys, side = 'bottom', children }: TooltipProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Radix.Root open={isOpen && text !== null} onOpenChange={setIsOpen}>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className="pop tip" side={side} sideOffset={6} collisionPadding={8}>
          <div className="flex items-center gap-2">
            <span>{text}</span>
            {keys === undefined ? null : <Kbd keys={keys} />}
          </div>
          {detail === undefined ? null : <div className="text-11 text-text-3">{detail}</div>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
