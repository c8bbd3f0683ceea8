import { Play, Square } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../../ui/Button.tsx';
import { Meter } from '../../../ui/Meter.tsx';
import type { KeysStore } from '../keys-store.ts';
import { type ScanState, shareOf } from '../scan/scan-state.ts';
import { CostMeter } from './CostMeter.tsx';
import { type ScanWords, scanWords } from './scan-words.ts';

/** DESIGN, Accessibility: a running scan is announced at most every 5 s. */
const ANNOUNCE_MS = 5_000;

function useAnnouncement({ status }: ScanState, words: ScanWords): string {
  const text = `${words.main} ${words.rest}`;
  const latest = useRef(text);
  const [announced, setAnnounced] = useState('');
  useEffect(() => {
    latest.current = text;
  }, [text]);
  useEffect(() => {
    setAnnounced(latest.current);
    if (status !== 'running') return;
    const timer = setInterval(() => setAnnounced(latest.current), ANNOUNCE_MS);
    return () => clearInterval(timer);
  }, [status]);
  return announced;
}

/** How far the scan is, and the way to stop it or go on. */
export function ListFooter({ store }: { readonly store: KeysStore }) {
  const scan = useStore(store, (state) => state.scan);
  const keys = useStore(store, (state) => state.answer.keys);
  const words = scanWords(scan, keys);
  const announced = useAnnouncement(scan, words);
  const { main, rest } = words;
  const share = shareOf(scan);
  return (
    <footer className="flex h-14 flex-none flex-col justify-center gap-1 border-t border-border-1 px-3">
      <div className="flex h-control-sm items-center gap-2 text-11">
        <span className="tn ell grow" title={`${main} ${rest}`}>
          <span className="text-text-2">{main}</span> <span className="text-text-3">{rest}</span>
        </span>
        {scan.status === 'running' ? (
          <Button size="sm" icon={Square} onClick={store.stop}>
            Stop
          </Button>
        ) : null}
        {/* One that failed is told above the list, with a way to try again. */}
        {scan.status === 'stopped' ? (
          <Button size="sm" icon={Play} onClick={store.resume}>
            Continue
          </Button>
        ) : null}
      </div>
      <div className="flex items-center gap-2">
        {scan.status === 'done' || share === null ? (
          <span className="grow" />
        ) : (
          <Meter label="Scanned" value={share} className="grow" />
        )}
        <CostMeter store={store} />
      </div>
      <span className="sr" role="status">
        {announced}
      </span>
    </footer>
  );
}
