import type { OpenConnection } from '../../src-shared/contract/connections.ts';
import { loadAhead } from '../lib/load-later.ts';
import { Icon } from '../ui/Icon.tsx';
import { Tooltip } from '../ui/Tooltip.tsx';
import { features } from './features.ts';
import { session, useSession } from './session-store.ts';

export function ActivityBar({ connection }: { readonly connection: OpenConnection }) {
  const shown = useSession((state) => state.activity);
  const background = useSession((state) => state.background);
  return (
    <nav data-part="" className="activity" aria-label="Views">
      {features.map(({ id, title, icon, View, unavailable }, i) => {
        const reason = connection.facts === null ? null : unavailable(connection.facts);
        return (
          <Tooltip
            key={id}
            text={title}
            keys={`mod+${i + 1}`}
            detail={reason ?? undefined}
            side="right"
          >
            <button
              type="button"
              className="act"
              data-dimmed={reason !== null || undefined}
              aria-current={shown === id ? 'page' : undefined}
              onClick={() => session.show(id)}
              onPointerEnter={() => void loadAhead(View)}
              onFocus={() => void loadAhead(View)}
            >
              <Icon icon={icon} size={18} />
              <span>{title}</span>
              {background.some((one) => one.feature === id && one.connection === connection.id) ? (
                <span className="pip" role="img" aria-label="running" />
              ) : null}
            </button>
          </Tooltip>
        );
      })}
    </nav>
  );
}
