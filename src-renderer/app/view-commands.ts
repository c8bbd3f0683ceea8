import { useEffect } from 'react';
import { createStore } from 'zustand/vanilla';
import type { Command } from './feature.ts';

/** What the view on screen adds to the palette. */
export const viewCommands = createStore<{ readonly commands: readonly Command[] }>(() => ({
  commands: [],
}));

/** These are in the palette for as long as the view is shown. */
export function useViewCommands(commands: readonly Command[]): void {
  useEffect(() => {
    viewCommands.setState({ commands });
    return () => viewCommands.setState({ commands: [] });
  }, [commands]);
}
