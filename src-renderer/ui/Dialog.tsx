import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { type ReactNode, useRef } from 'react';
import { IconButton } from './IconButton.tsx';
import { Scrim } from './Scrim.tsx';

export type DialogSize = 'sm' | 'md' | 'lg' | 'xl';

export interface DialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** One line under the title, also read out on opening. */
  readonly description?: ReactNode;
  readonly size?: DialogSize | undefined;
  readonly children: ReactNode;
  /** Buttons, the primary one last. */
  readonly footer?: ReactNode;
}

/** For work that needs its own place: settings, a form. To confirm destruction, use ConfirmDialog. */
export function Dialog({
  isOpen,
  onClose,
  title,
  description,
  size = 'md',
  children,
  footer,
}: DialogProps) {
  const content = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLDivElement>(null);
  return (
    <Radix.Root
      open={isOpen}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
    >
      <Radix.Portal>
        <Scrim />
        <div className="dlg-place">
          <Radix.Content
            ref={content}
            className="dlg"
            data-size={size}
            onOpenAutoFocus={(event) => {
              // By itself the focus would go to the cross in the head, whose tooltip takes the first Esc.
              event.preventDefault();
              const first = body.current?.querySelector('input, textarea, select, button');
              if (first instanceof HTMLElement) first.focus();
              else content.current?.focus();
            }}
            {...(description === undefined ? { 'aria-describedby': undefined } : {})}
          >
            <div className="dlh">
              <Radix.Title className="font-strong grow">{title}</Radix.Title>
              <IconButton icon={X} label="Close" keys="esc" onClick={onClose} />
            </div>
            <div ref={body} className="dlb">
              {description === undefined ? null : (
                <Radix.Description className="text-12 text-text-2 mb-3">
                  {description}
                </Radix.Description>
              )}
              {children}
            </div>
            {footer === undefined ? null : <div className="dlf">{footer}</div>}
          </Radix.Content>
        </div>
      </Radix.Portal>
    </Radix.Root>
  );
}
