import { createRandom } from './random.ts';
import { BIG_SHOPS } from './shops.ts';
import { isoDay, setString, type Argument, type Family, type Step } from './step.ts';

const bytes = (...values: readonly number[]): Buffer => Buffer.from(values);

/** Names that are not text, or not the text they seem to be: any tool for Redis must bear them. */
const ODD_NAMES: readonly (string | Buffer)[] = [
  '',
  Buffer.concat([Buffer.from('raw:'), bytes(0xff, 0xfe, 0x00, 0x80, 0xc3, 0x28)]),
  Buffer.concat([Buffer.from('nul:before'), bytes(0), Buffer.from('after')]),
  'bidi:\u202eexe.gpj',
  'line\nbreak:\r\nSET x 1',
  'tab\tand\x1b[31mescape',
  'odd:<img src=x onerror=alert(1)>',
  'odd:"quoted" \'single\' \\back\\ `tick`',
  'odd:*glob?[a-z]',
  'odd:zero\u200bwidth',
  'odd:\u{1f534} emoji e\u0301 \u00e9',
  'odd::double::colon:',
  '__proto__',
  'constructor',
  `long:${'0123456789abcdef'.repeat(256)}`,
];

const MARKUP = '<script>alert(1)</script>\u202e\u0000 {"a": <img src=x onerror=alert(1)>}';

function* oddNames(): Generator<Step> {
  for (const [index, key] of ODD_NAMES.entries()) yield setString(key, `${index}: ${MARKUP}`);
  const fields: readonly (readonly [Argument, Argument])[] = [
    // Two fields that a lossy decoder would show as one.
    [bytes(0xff), 'first'],
    [bytes(0xfe), 'second'],
    ['__proto__', 'polluted'],
    ['toString', 'x'],
    ['', 'empty field'],
    ['\u202eelif', MARKUP],
  ];
  yield { key: 'odd:fields', write: 'over', commands: [['hset', 'odd:fields', ...fields.flat()]] };
  const members = [bytes(0xff), bytes(0xfe), bytes(0), '', '\u00e9', 'e\u0301', MARKUP];
  yield { key: 'odd:members', write: 'over', commands: [['sadd', 'odd:members', ...members]] };
}

const BIG_DOCUMENT =
  '{"beyond_2_53":9007199254740993,"max_int64":9223372036854775807,"min_int64":-9223372036854775808,' +
  '"price":1149.00,"tiny":5e-324,"huge":1.7976931348623157e308,"ratio":0.1,' +
  '"order_ids":[9007199254740993,9007199254740995,1152921504606846977]}';

const BIG_FIELDS = {
  cents: '9007199254740993',
  orders: '1152921504606846977',
  refunds: '-9223372036854775808',
  rate: '0.1',
};

const SCORES = {
  huge: '1.7e308',
  infinite: 'inf',
  least: '-inf',
  'beyond 2^53': '9007199254740993',
  tiny: '5e-324',
  tenth: '0.1',
  'minus zero': '-0',
  // As BullMQ packs them: a time in milliseconds times 4096.
  packed: '7354142697066496',
};

function* bigNumbers(json: boolean): Generator<Step> {
  yield setString('ledger:sequence', '9223372036854775807');
  yield setString('ledger:offset', '-9007199254740993');
  const fields = Object.entries(BIG_FIELDS).flat();
  yield { key: 'ledger:totals', write: 'over', commands: [['hset', 'ledger:totals', ...fields]] };
  const scores = Object.entries(SCORES).flatMap(([member, score]) => [score, member]);
  yield { key: 'ledger:scores', write: 'over', commands: [['zadd', 'ledger:scores', ...scores]] };
  const key = 'ledger:document';
  yield json
    ? { key, write: 'over', commands: [['json.set', key, '$', BIG_DOCUMENT]] }
    : setString(key, BIG_DOCUMENT);
}

export const oddKeys: Family = {
  name: 'odd keys',
  shortLived: false,
  *steps({ has }) {
    yield* oddNames();
    yield* bigNumbers(has('json.set'));
  },
};

export const LOG_BYTES = 5 * 1024 * 1024;

/** Different lines of the log; more would only hold up the event loop while they are made. */
const LOG_POOL = 500;

/** One long value: five megabytes of log lines. */
export const bigLog: Family = {
  name: 'log',
  shortLived: false,
  *steps({ nowMs }) {
    const random = createRandom('log');
    const pool = Array.from({ length: LOG_POOL }, () => {
      const level = random.chance(0.03) ? 'warning' : 'info';
      const message = random.pick(['fetched', 'fetched', 'not modified', 'blocked, retrying']);
      const { name } = random.pick(BIG_SHOPS);
      return `"level":"${level}","shop":"${name}","task":"${random.hex(12)}","ms":${random.int(40, 9000)},"message":"${message}"}\n`;
    });
    const startS = Math.floor(nowMs / 1000) - 80_000;
    let log = '';
    for (let i = 0; log.length < LOG_BYTES; i++)
      log += `{"at":${startS + i * 2},${pool[i % LOG_POOL] ?? ''}`;
    yield setString(`log:scraper:${isoDay(nowMs)}`, log.slice(0, LOG_BYTES));
  },
};
