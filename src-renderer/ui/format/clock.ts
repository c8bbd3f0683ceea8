const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const pad = (part: number, length = 2): string => String(part).padStart(length, '0');

/** 14:22:07, local. */
export function formatTime(epochMs: number): string {
  const at = new Date(epochMs);
  return `${pad(at.getHours())}:${pad(at.getMinutes())}:${pad(at.getSeconds())}`;
}

/** The fraction of a second for streams, shown after `formatTime` in text 3: ".418". */
export function formatTimeFraction(epochMs: number): string {
  return `.${pad(new Date(epochMs).getMilliseconds(), 3)}`;
}

const dayOf = (date: Date): number => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());

const daysBefore = (at: Date, now: Date): number =>
  Math.round((dayOf(now) - dayOf(at)) / 86_400_000);

/** 14:22:07 today, "yesterday 23:23", "21 Nov 22:36", and with the year where it is not this one. */
export function formatClock(epochMs: number, nowMs: number = Date.now()): string {
  const at = new Date(epochMs);
  const now = new Date(nowMs);
  const days = daysBefore(at, now);
  if (days === 0) return formatTime(epochMs);
  const time = `${pad(at.getHours())}:${pad(at.getMinutes())}`;
  if (days === 1) return `yesterday ${time}`;
  const date = `${at.getDate()} ${MONTHS[at.getMonth()]}`;
  return at.getFullYear() === now.getFullYear()
    ? `${date} ${time}`
    : `${date} ${at.getFullYear()} ${time}`;
}

/** UTC and the raw epoch, for the tooltip and for copying. */
export function formatClockTitle(epochMs: number): string {
  const utc = new Date(epochMs).toISOString().replace('T', ' ').replace('Z', ' UTC');
  return `${utc}, epoch ${epochMs} ms`;
}

/** "Europe/Berlin, UTC+1": this computer's zone, as it is at that time. */
export function zoneAt(epochMs: number): string {
  const format = new Intl.DateTimeFormat('en', { timeZoneName: 'shortOffset' });
  const { timeZone } = format.resolvedOptions();
  if (timeZone === 'UTC') return timeZone;
  const offset = format
    .formatToParts(epochMs)
    .find(({ type }) => type === 'timeZoneName')
    ?.value.replace('GMT', 'UTC');
  return [timeZone, offset].filter((part) => part !== undefined).join(', ');
}

/** "21 Nov 2026 22:36:05 (Europe/Berlin, UTC+1)": one moment, whoever reads it. */
export function formatMoment(epochMs: number): string {
  const at = new Date(epochMs);
  const date = `${at.getDate()} ${MONTHS[at.getMonth()]} ${at.getFullYear()}`;
  return `${date} ${formatTime(epochMs)} (${zoneAt(epochMs)})`;
}
