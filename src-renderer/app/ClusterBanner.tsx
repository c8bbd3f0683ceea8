import { Unplug } from 'lucide-react';
import type { ClusterFacts, OpenConnection } from '../../src-shared/contract/connections.ts';
import { useClient } from '../client/client-context.ts';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { formatCount } from '../ui/format/count.ts';

function titleOf({ lost, primaries }: ClusterFacts): string {
  return lost.length === 0
    ? 'The cluster is down.'
    : `${lost.length} of ${primaries} primaries cannot be reached.`;
}

/** Where, why, and what works all the same. */
function Consequence({ lost, isDown }: ClusterFacts) {
  const [first] = lost;
  const slots = lost.reduce((sum, one) => sum + one.slots, 0);
  return (
    <>
      {first === undefined ? null : (
        <>
          <span className="mono">{lost.map(({ address }) => address).join(', ')}</span>:{' '}
          {'cause' in first.error ? first.error.cause : first.error.message}.{' '}
        </>
      )}
      {isDown
        ? 'While a slot has no primary, this cluster serves no keys at all, as its cluster-require-full-coverage says'
        : `Keys in ${lost.length === 1 ? 'its' : 'their'} ${formatCount(slots)} of 16,384 slots can be neither read nor changed; all others can`}
    </>
  );
}

/** What of a cluster does not work. */
export function ClusterBanner({
  connection,
  cluster,
}: {
  readonly connection: OpenConnection;
  readonly cluster: ClusterFacts;
}) {
  const client = useClient();
  if (cluster.lost.length === 0 && !cluster.isDown) return null;
  return (
    <Banner
      tone="bad"
      icon={Unplug}
      title={titleOf(cluster)}
      action={
        <Button
          size="sm"
          onClick={() => void client.call('connections.retry', { connection: connection.id })}
        >
          Try now
        </Button>
      }
    >
      <Consequence {...cluster} />
    </Banner>
  );
}
