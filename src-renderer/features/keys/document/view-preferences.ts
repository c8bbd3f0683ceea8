import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

export type JsonMode = 'tree' | 'text' | 'split';

export interface ViewPreferences {
  readonly jsonMode: JsonMode;
}

/** How documents are shown: the same for the next key that is opened. */
const preferences = createStore<ViewPreferences>(() => ({ jsonMode: 'split' }));

export const setPreference = (change: Partial<ViewPreferences>): void => {
  preferences.setState(change);
};

export function usePreference<T>(select: (state: ViewPreferences) => T): T {
  return useStore(preferences, select);
}
