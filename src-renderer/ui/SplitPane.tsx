import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { Group, Panel, type PanelImperativeHandle, Separator } from 'react-resizable-panels';
import { classNames } from './class-names.ts';
import { useLatest } from './use-latest.ts';

export interface SplitPaneProps {
  /** Names the line: "Width of the sidebar". */
  readonly label: string;
  readonly orientation?: 'horizontal' | 'vertical' | undefined;
  readonly first: ReactNode;
  readonly second: ReactNode;
  /** The pane that keeps its size in px when the window changes; the other takes the rest. */
  readonly sized: 'first' | 'second';
  readonly defaultSize: number;
  readonly minSize: number;
  readonly maxSize?: number | undefined;
  /** The least that is left for the other pane. */
  readonly minRest?: number | undefined;
  /** The sized pane and the line are away. The other pane stays mounted. */
  readonly isHidden?: boolean | undefined;
  /** In px, once the user has let go. */
  readonly onSizeChange?: ((size: number) => void) | undefined;
  readonly className?: string | undefined;
}

const KEY_STEP = 16;

/** Two panes and a line between them: drag, arrow keys by 16 px, double click resets. */
export function SplitPane(props: SplitPaneProps) {
  const { orientation = 'horizontal', sized, minSize, defaultSize } = props;
  const panel = useRef<PanelImperativeHandle>(null);
  const isHidden = props.isHidden === true;
  const resize = useLatest(() => panel.current?.resize(defaultSize));
  const laidOut = useRef(orientation);
  useEffect(() => {
    if (laidOut.current === orientation) return;
    laidOut.current = orientation;
    // A share of the width says nothing of the height.
    resize();
  }, [orientation, resize]);

  const onKeyDown = (event: KeyboardEvent) => {
    const [less, more] =
      orientation === 'horizontal' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
    if (event.key !== less && event.key !== more) return;
    // The library steps by percent.
    event.preventDefault();
    event.stopPropagation();
    const grows = (event.key === more) === (sized === 'first');
    const size = panel.current?.getSize().inPixels ?? defaultSize;
    panel.current?.resize(Math.round(size + (grows ? KEY_STEP : -KEY_STEP)));
  };

  const side = isHidden ? null : (
    <Panel
      key="side"
      id="side"
      panelRef={panel}
      className="h-full min-h-0"
      defaultSize={defaultSize}
      minSize={minSize}
      {...(props.maxSize === undefined ? {} : { maxSize: props.maxSize })}
      groupResizeBehavior="preserve-pixel-size"
      style={{ overflow: 'hidden' }}
    >
      {sized === 'first' ? props.first : props.second}
    </Panel>
  );
  const line = isHidden ? null : (
    <Separator key="line" className="split" aria-label={props.label} onKeyDownCapture={onKeyDown} />
  );
  const rest = (
    <Panel
      key="rest"
      id="rest"
      className="h-full min-h-0"
      minSize={props.minRest ?? 120}
      style={{ overflow: 'hidden' }}
    >
      {sized === 'first' ? props.second : props.first}
    </Panel>
  );
  return (
    <Group
      orientation={orientation}
      className={classNames('min-h-0 min-w-0', props.className)}
      resizeTargetMinimumSize={{ coarse: 20, fine: 7 }}
      onLayoutChanged={(_, { isUserInteraction }) => {
        const size = panel.current?.getSize().inPixels;
        if (isUserInteraction && size !== undefined) props.onSizeChange?.(Math.round(size));
      }}
    >
      {sized === 'first' ? [side, line, rest] : [rest, line, side]}
    </Group>
  );
}
