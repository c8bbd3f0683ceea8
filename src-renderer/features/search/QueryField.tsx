import { Play, Square } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../ui/Button.tsx';
import { oneLine } from './cell-text.ts';
import { QueryInput, type QueryInputProps } from './QueryInput.tsx';

const frame =
  'flex items-start gap-2.5 rounded-2 border border-border-2 bg-surface-inset pr-1.5 pl-3 has-[textarea:focus-visible]:border-transparent has-[textarea:focus-visible]:[box-shadow:var(--focus)]';

/** Over a second it is worth stopping. */
function useIsSlow(isRunning: boolean): boolean {
  const [isSlow, setIsSlow] = useState(false);
  useEffect(() => {
    setIsSlow(false);
    if (!isRunning) return undefined;
    const timer = setTimeout(() => setIsSlow(true), 1_000);
    return () => clearTimeout(timer);
  }, [isRunning]);
  return isSlow;
}

/** The command and index, the line, and Run. */
export function QueryField(props: QueryInputProps) {
  const { store } = props;
  const line = useStore(store, (state) => state.line);
  const parsed = useStore(store, (state) => state.parsed);
  const index = useStore(store, (state) => state.index);
  const isRunning = useStore(store, (state) => state.run.status === 'running');
  const isSlow = useIsSlow(isRunning);
  const name = parsed.ok && parsed.command.kind === 'aggregate' ? 'FT.AGGREGATE' : 'FT.SEARCH';
  const namesItself = /^\s*ft\.[a-z_]+(?:\s|$)/i.test(line);
  const lacksIndex = parsed.ok && index === null && parsed.index === null;
  const reason = parsed.ok ? (lacksIndex ? 'Choose an index first' : null) : parsed.error;
  return (
    <div className={frame}>
      {namesItself || index === null ? null : (
        <span className="mono my-[9px] max-w-1/3 flex-none truncate border-r border-border-2 pr-2.5 leading-[18px] text-text-3">
          {name} {oneLine(index)}
        </span>
      )}
      <QueryInput {...props} />
      {isSlow ? (
        <Button size="sm" icon={Square} className="my-[5px]" onClick={store.stop}>
          Stop
        </Button>
      ) : null}
      <Button
        size="sm"
        tone="primary"
        icon={Play}
        keys="mod+enter"
        className="my-[5px]"
        busy={isRunning}
        disabledReason={reason}
        onClick={() => void store.run()}
      >
        {isRunning ? 'Running' : 'Run'}
      </Button>
    </div>
  );
}
