import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

export type JsonMode = 'tree' | 'text' | 'split';

export interface ViewPreferences {
  readonly jsonMode: JsonMode;
  /** Of the tree beside the text, in px. */
  readonly treeWidth: number;
  /** Of the panel that shows one value in full, in px. */
  readonly inspectHeight: number;
}

/** How documents are shown: the same for the next key that is opened. */
const preferences = createStore<ViewPreferences>(() => ({
  jsonMode: 'split',
  treeWidth: 560,
  inspectHeight: 220,
}));

export const setPreference = (change: Partial<ViewPreferences>): void => {
  preferences.setState(change);
};

export function usePreference<T>(select: (state: ViewPreferences) => T): T {
  return useStore(preferences, select);
}
