import type { Profile, ProfileFields } from '../../../src-shared/contract/connections.ts';
import type { ProfileId } from '../../../src-shared/contract/define.ts';
import type { Input } from '../../../src-shared/contract/index.ts';
import { parseRedisUrl } from '../../../src-shared/redis-url.ts';

export type PasswordChange = Input<'connections.save'>['password'];

/** The form as it stands: fields, and what is to become of the password. */
export interface Draft {
  readonly id: ProfileId | null;
  readonly fields: ProfileFields;
  readonly password: PasswordChange;
  /** Where the saved password is; `none` for a new connection. */
  readonly stored: Profile['password'];
  readonly isEdited: boolean;
  /** Fields that hold something which is no number for them: the number before it still stands in `fields`. */
  readonly wrong: readonly NumberName[];
  /** Tells forms apart that are not saved yet. */
  readonly serial: number;
}

export type NumberName = 'port' | 'database';

/** What is typed in the fields belongs to this form. */
export const formId = ({ id, serial }: Draft): string => id ?? `new ${serial}`;

const newFields: ProfileFields = {
  name: 'New connection',
  environment: 'local',
  host: 'localhost',
  port: 6_379,
  db: 0,
  username: '',
  tls: { enabled: false, caFile: null, servername: null },
  readOnly: false,
  separators: [':'],
  protocol: 3,
};

let made = 0;

export function newDraft(): Draft {
  made += 1;
  return {
    id: null,
    fields: newFields,
    password: { action: 'clear' },
    stored: 'none',
    isEdited: false,
    wrong: [],
    serial: made,
  };
}

export function toDraft({ id, password, lastOpenedMs: _lastOpenedMs, ...fields }: Profile): Draft {
  const asSaved = { password: { action: 'keep' }, stored: password, isEdited: false } as const;
  return { id, fields, ...asSaved, wrong: [], serial: 0 };
}

export function withFields(draft: Draft, change: Partial<ProfileFields>): Draft {
  const fields = { ...draft.fields, ...change };
  // Production opens locked unless the user says otherwise.
  const becameProduction =
    change.environment === 'production' && draft.fields.environment !== 'production';
  return {
    ...draft,
    isEdited: true,
    fields: becameProduction ? { ...fields, readOnly: true } : fields,
  };
}

export function withWrong(draft: Draft, name: NumberName, isWrong: boolean): Draft {
  const others = draft.wrong.filter((one) => one !== name);
  return { ...draft, isEdited: true, wrong: isWrong ? [...others, name] : others };
}

/** What has to be filled in before it can be tried or saved; null when nothing is. */
export function missingOf({ fields, wrong }: Draft): string | null {
  if (wrong.length > 0) return `Correct the ${wrong.join(' and ')} first`;
  return fields.host === '' || fields.name === '' || fields.separators.length === 0
    ? 'Fill in name, host and separator first'
    : null;
}

/** Stands for a password in a URL that is shown. */
const DOTS = '••••••';

export interface PastedUrl {
  readonly draft: Draft;
  readonly filled: number;
  readonly ignored: readonly string[];
}

/** Fills the form from a Redis URL; a string says why it is none. */
export function pasteUrl(draft: Draft, text: string): PastedUrl | string {
  const parsed = parseRedisUrl(text);
  if (!parsed.ok) return parsed.reason;
  const { fields, password, ignored } = parsed.url;
  const { tls, ...address } = fields;
  // The URL as it is shown, edited and taken again: its dots are no password.
  const isOurs = password === DOTS;
  const isUnnamed = draft.fields.name === newFields.name;
  const next = withFields(draft, {
    ...address,
    tls: { ...draft.fields.tls, enabled: tls },
    ...(isUnnamed ? { name: fields.host } : {}),
  });
  return {
    draft: {
      ...next,
      wrong: [],
      password: isOurs
        ? draft.password
        : password === null
          ? { action: 'clear' }
          : { action: 'set', password },
    },
    filled: 4 + (fields.username === '' ? 0 : 1) + (password === null ? 0 : 1),
    ignored,
  };
}

/** The URL of the form with the password as dots: what is shown may be photographed. */
export function redactedUrl({ fields, password, stored }: Draft): string {
  const { host, port, db, username, tls } = fields;
  const hasPassword =
    password.action === 'set' || (password.action === 'keep' && stored !== 'none');
  const user = encodeURIComponent(username);
  const credentials = hasPassword ? `${user}:${DOTS}@` : user === '' ? '' : `${user}@`;
  const address = host.includes(':') ? `[${host}]` : host;
  return `${tls.enabled ? 'rediss' : 'redis'}://${credentials}${address}:${port}/${db}`;
}
