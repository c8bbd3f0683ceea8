import { FileKey } from 'lucide-react';
import type { ProfileFields } from '../../../src-shared/contract/connections.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { Switch } from '../../ui/Switch.tsx';
import type { ConnectStore } from './connect-store.ts';

type Tls = ProfileFields['tls'];

/** Chain and host name are always verified; what may differ is whom to trust and which name is meant. */
export function TlsSection({
  store,
  tls,
  onTls,
}: {
  readonly store: ConnectStore;
  readonly tls: Tls;
  readonly onTls: (tls: Tls) => void;
}) {
  const choose = async (): Promise<void> => {
    const path = await store.chooseCaFile();
    if (path !== null) onTls({ ...tls, caFile: path });
  };
  return (
    <section className="rounded-3 border border-border-2" aria-label="TLS">
      <div className="flex h-[38px] items-center gap-2 px-3">
        <span className="font-medium">TLS</span>
        <span className="ell grow text-12 text-text-3">
          {tls.enabled ? 'on, certificate and host name are checked' : 'off'}
        </span>
        <Switch
          label="TLS"
          labelHidden
          checked={tls.enabled}
          onChange={(enabled) => onTls({ ...tls, enabled })}
        />
      </div>
      {tls.enabled ? (
        <div className="grid grid-cols-2 gap-3 px-3 pb-3.5">
          <Field
            label="CA certificate (optional)"
            mono
            readOnly
            value={tls.caFile ?? ''}
            placeholder="as the system trusts"
            onChange={() => undefined}
            end={
              tls.caFile === null ? (
                <Button size="sm" tone="ghost" icon={FileKey} onClick={() => void choose()}>
                  Choose
                </Button>
              ) : (
                <Button size="sm" tone="ghost" onClick={() => onTls({ ...tls, caFile: null })}>
                  Clear
                </Button>
              )
            }
          />
          <Field
            label="Other server name (SNI, optional)"
            mono
            value={tls.servername ?? ''}
            onChange={(name) => onTls({ ...tls, servername: name === '' ? null : name.trim() })}
          />
        </div>
      ) : null}
    </section>
  );
}
