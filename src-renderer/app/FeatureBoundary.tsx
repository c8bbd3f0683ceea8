import { CircleX } from 'lucide-react';
import { Component, type ReactNode } from 'react';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';

interface Props {
  readonly title: string;
  readonly children: ReactNode;
}

/** A bug in one view must not take the window with it. */
export class FeatureBoundary extends Component<Props, { readonly failure: string | null }> {
  override state: { readonly failure: string | null } = { failure: null };

  static getDerivedStateFromError(error: unknown): { readonly failure: string } {
    return { failure: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    const { failure } = this.state;
    if (failure === null) return this.props.children;
    return (
      <EmptyState
        icon={CircleX}
        title={`${this.props.title} could not be shown`}
        actions={<Button onClick={() => this.setState({ failure: null })}>Show it again</Button>}
      >
        <span className="mono">{failure}</span>
      </EmptyState>
    );
  }
}
