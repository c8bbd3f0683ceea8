import { estimate, type HyperLogLog } from '../../../../../../src-shared/hyperloglog.ts';
import { formatCount } from '../../../../../ui/format/count.ts';
import { Region } from '../../../../../ui/Region.tsx';

const REGISTERS = 16_384;

/** What a HyperLogLog estimates, computed here from its registers: PFCOUNT may write its cache. */
export function HyperLogLogView({ value }: { readonly value: HyperLogLog }) {
  const { encoding, cached, histogram } = value;
  const used = REGISTERS - (histogram[0] ?? 0);
  const most = Math.max(1, ...histogram.slice(1));
  const bars = histogram.flatMap((count, register) =>
    register === 0 || count === 0 ? [] : [{ register, count }],
  );
  return (
    <Region aria-label="HyperLogLog" tabIndex={0} className="scroll selectable grow p-4">
      <dl className="kv max-w-200">
        <dt>Different members</dt>
        <dd>
          about {formatCount(estimate(value))}
          <span className="ml-3 text-text-3">standard error 0.81 %</span>
        </dd>
        <dt>Its own cache</dt>
        <dd>
          {cached === null
            ? 'out of date: the next PFCOUNT writes it'
            : `${formatCount(cached)}, up to date`}
        </dd>
        <dt>Encoding</dt>
        <dd>{encoding}</dd>
        <dt>Registers in use</dt>
        <dd>
          {formatCount(used)} of {formatCount(REGISTERS)}
        </dd>
      </dl>
      <p className="my-3 text-12 text-text-3">
        Computed here from the registers as PFCOUNT does. PFCOUNT itself may write to the key.
      </p>
      {bars.length === 0 ? null : (
        <>
          <h2 className="sec mb-1.5">Registers by value</h2>
          <dl className="grid max-w-200 grid-cols-[4ch_minmax(0,1fr)_8ch] items-center gap-x-3 gap-y-0.5 text-12">
            {bars.map(({ register, count }) => (
              <div key={register} className="contents">
                <dt className="text-right tn">{register}</dt>
                <dd aria-hidden="true" className="h-2.5">
                  <div
                    className="h-full rounded-1 bg-accent"
                    style={{ width: `${(100 * count) / most}%` }}
                  />
                </dd>
                <dd className="tn">{formatCount(count)}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </Region>
  );
}
