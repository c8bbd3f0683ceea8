import { Minus, Square, X } from 'lucide-react';
import type { Input } from '../../src-shared/contract/index.ts';
import { useClient } from '../client/client-context.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { isMac } from '../ui/platform.ts';

/** Windows and Linux: the title bar is ours, so are its buttons. macOS draws its own. */
export function WindowButtons() {
  const client = useClient();
  if (isMac) return null;
  const control = (action: Input<'app.windowControl'>['action']) => () =>
    void client.call('app.windowControl', { action });
  return (
    <div className="ml-1 flex justify-end">
      <IconButton icon={Minus} label="Minimize" onClick={control('minimize')} />
      <IconButton icon={Square} label="Maximize" onClick={control('maximize')} />
      <IconButton icon={X} label="Close window" onClick={control('close')} />
    </div>
  );
}
