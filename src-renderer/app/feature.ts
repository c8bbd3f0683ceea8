import type { LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';
import type { OpenConnection, ServerFacts } from '../../src-shared/contract/connections.ts';

export interface ViewProps {
  readonly connection: OpenConnection;
}

export interface Command {
  readonly id: string;
  readonly title: string;
  /** What it acts on, shown beside the title. */
  readonly detail?: string;
  /** `mod+k`, `shift+mod+l`: `mod` is Cmd on macOS, Ctrl elsewhere. */
  readonly keys?: string;
  /** Whether the shortcut acts now; always, when it is not given. */
  readonly when?: () => boolean;
  readonly run: () => void;
}

/** The public face of a feature: its `index.ts` exports one of these and nothing else. */
export interface Feature {
  readonly id: 'keys' | 'search' | 'live' | 'sessions' | 'rateLimits' | 'history';
  readonly title: string;
  readonly icon: LucideIcon;
  readonly View: ComponentType<ViewProps>;
  /** Why this server cannot serve it ("Search needs the query engine (FT.SEARCH): ..."), null when it can. */
  readonly unavailable: (facts: ServerFacts) => string | null;
  /** Something in it is about to be opened: reads the code for that. */
  readonly ahead?: () => void;
}
