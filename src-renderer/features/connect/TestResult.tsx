import { Check, CircleCheck, Info, Minus, TriangleAlert } from 'lucide-react';
import type { ServerFacts } from '../../../src-shared/contract/connections.ts';
import { Banner } from '../../ui/Banner.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { formatCount } from '../../ui/format/count.ts';
import { formatNodes } from '../../ui/format/mode.ts';
import { Icon } from '../../ui/Icon.tsx';
import type { TestState } from './connect-store.ts';

const kinds = { redis: 'Redis', valkey: 'Valkey', other: 'Unknown server' };

function Rows({ facts }: { readonly facts: ServerFacts }) {
  const rows: readonly (readonly [string, string])[] = [
    ['Server', `${kinds[facts.kind]} ${facts.version ?? ''}`],
    ['Protocol', `RESP${facts.protocol}`],
    ['Mode', [facts.mode, facts.role].filter((word) => word !== null).join(', ')],
    ['User', facts.user ?? 'not told'],
    ['Round trip', `${facts.roundTripMs.toFixed(1)} ms`],
    ['Keys', facts.dbSize === null ? 'not told' : formatCount(facts.dbSize)],
  ];
  return (
    <dl className="kv tn mt-3">
      {rows.map(([name, value]) => (
        <div key={name} className="contents">
          <dt>{name}</dt>
          <dd className="selectable">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

const abilities: readonly (readonly [string, string])[] = [
  ['Search', 'ft.search'],
  ['JSON', 'json.get'],
  ['Time series', 'ts.range'],
  ['Probabilistic', 'bf.info'],
  ['Vector sets', 'vinfo'],
  ['Hash field TTL', 'hpexpire'],
];

/** Whether the other nodes of a cluster were found, and can be reached from here. */
function ClusterNote({ facts }: { readonly facts: ServerFacts }) {
  const { cluster, mode } = facts;
  if (mode !== 'cluster') return null;
  if (cluster === null)
    return (
      <Banner tone="warn" icon={TriangleAlert} title="Only this node." className="mt-4 rounded-2">
        This user may not run <span className="mono">CLUSTER SLOTS</span>, which tells where the
        other nodes are: keys of their slots cannot be opened
      </Banner>
    );
  return (
    <>
      <Banner
        tone="info"
        icon={Info}
        title={`Cluster: ${formatNodes(cluster)} found.`}
        className="mt-4 rounded-2"
      >
        Each key is read and changed where its slot is
      </Banner>
      {cluster.lost.map(({ address, error }) => (
        <ErrorNotice key={address} error={error} className="mt-2 rounded-2" />
      ))}
    </>
  );
}

function Abilities({ facts }: { readonly facts: ServerFacts }) {
  return (
    <>
      <h2 className="sec mt-4 mb-2">What it has</h2>
      <ul>
        {abilities.map(([title, command]) => {
          const has = facts.commands.includes(command);
          return (
            <li key={command} className="flex h-6 items-center gap-2 text-12">
              <Icon
                icon={has ? Check : Minus}
                size={12}
                className={has ? 'text-success' : 'text-text-3'}
              />
              <span className={has ? '' : 'text-text-3'}>{title}</span>
              {has ? null : <span className="text-text-3">not on this server</span>}
            </li>
          );
        })}
      </ul>
      {facts.refused.length === 0 ? null : (
        <Banner tone="info" icon={Info} title="This user may not run" className="mt-4 rounded-2">
          <span className="mono">
            {facts.refused.join(', ').toUpperCase().replaceAll('|', ' ')}
          </span>
          ; what depends on it is left out
        </Banner>
      )}
    </>
  );
}

export function TestResult({ test }: { readonly test: TestState }) {
  return (
    <aside
      className="scroll border-l border-border-1 bg-surface-1 p-5 max-[1180px]:border-t max-[1180px]:border-l-0 max-[1180px]:px-6 max-[1180px]:py-3"
      aria-label="Test"
      aria-live="polite"
    >
      {test.status === 'idle' ? (
        <p className="text-12 text-text-3">
          Test connects once with these fields and says what is there. Nothing is stored.
        </p>
      ) : test.status === 'running' ? (
        <p className="text-12 text-text-3">Connecting</p>
      ) : test.status === 'failed' ? (
        <ErrorNotice error={test.error} className="rounded-2" />
      ) : (
        <>
          <div className="flex items-center gap-2">
            <Icon icon={CircleCheck} size={18} className="text-success" />
            <span className="font-strong">Test passed</span>
            <span className="grow" />
            <span className="tn text-12 text-text-3">{Math.round(test.tookMs)} ms</span>
          </div>
          <Rows facts={test.facts} />
          <ClusterNote facts={test.facts} />
          <Abilities facts={test.facts} />
        </>
      )}
    </aside>
  );
}
