import { createRandom } from './random.ts';
import { BIG_SHOPS } from './shops.ts';
import { isoDay, isoTime, type Argument, type Family, type Step } from './step.ts';

const bytes = (...values: readonly number[]): Buffer => Buffer.from(values);

/** Names that are not text, or not the text they seem to be: any tool for Redis must bear them. */
export const ODD_NAMES: readonly (string | Buffer)[] = [
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
  for (const [index, key] of ODD_NAMES.entries())
    yield { key, write: 'over', commands: [['set', key, `${index}: ${MARKUP}`]] };
  const fields: Argument[] = [
    // Two fields that a lossy decoder would show as one.
    ...[bytes(0xff), 'first', bytes(0xfe), 'second'],
    ...['__proto__', 'polluted', 'toString', 'x', '', 'empty field', '\u202eelif', MARKUP],
  ];
  yield { key: 'odd:fields', write: 'over', commands: [['hset', 'odd:fields', ...fields]] };
  const members = [bytes(0xff), bytes(0xfe), bytes(0), '', '\u00e9', 'e\u0301', MARKUP];
  yield { key: 'odd:members', write: 'over', commands: [['sadd', 'odd:members', ...members]] };
}

const BIG_DOCUMENT =
  '{"beyond_2_53":9007199254740993,"max_int64":9223372036854775807,"min_int64":-9223372036854775808,' +
  '"price":1149.00,"tiny":5e-324,"huge":1.7976931348623157e308,"ratio":0.1,' +
  '"order_ids":[9007199254740993,9007199254740995,1152921504606846977]}';

function* bigNumbers(json: boolean): Generator<Step> {
  const set = (key: string, text: string): Step => ({
    key,
    write: 'over',
    commands: [['set', key, text]],
  });
  yield set('ledger:sequence', '9223372036854775807');
  yield set('ledger:offset', '-9007199254740993');
  yield {
    key: 'ledger:totals',
    write: 'over',
    commands: [
      [
        ...(['hset', 'ledger:totals', 'cents', '9007199254740993'] as const),
        ...['orders', '1152921504606846977', 'refunds', '-9223372036854775808', 'rate', '0.1'],
      ],
    ],
  };
  yield {
    key: 'ledger:scores',
    write: 'over',
    commands: [
      [
        ...([
          'zadd',
          'ledger:scores',
          '1.7e308',
          'huge',
          'inf',
          'infinite',
          '-inf',
          'least',
        ] as const),
        ...[
          '9007199254740993',
          'beyond 2^53',
          '5e-324',
          'tiny',
          '0.1',
          'tenth',
          '-0',
          'minus zero',
        ],
        // As BullMQ packs them: a time in milliseconds times 4096.
        ...['7354142697066496', 'packed'],
      ],
    ],
  };
  const key = 'ledger:document';
  yield {
    key,
    write: 'over',
    commands: [json ? ['json.set', key, '$', BIG_DOCUMENT] : ['set', key, BIG_DOCUMENT]],
  };
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

/** One long value: five megabytes of log lines. */
export const bigLog: Family = {
  name: 'log',
  shortLived: false,
  *steps({ nowMs }) {
    const random = createRandom('log');
    const key = `log:scraper:${isoDay(nowMs)}`;
    const lines: string[] = [];
    let length = 0;
    while (length < LOG_BYTES) {
      // Written out rather than stringified: 26,000 lines would hold up the event loop.
      const at = isoTime(nowMs - 80_000_000 + lines.length * 3000);
      const level = random.chance(0.03) ? 'warning' : 'info';
      const { name } = random.pick(BIG_SHOPS);
      const job = random.int(0, 0xffff_ffff).toString(16);
      const message = random.pick(['fetched', 'fetched', 'not modified', 'blocked, retrying']);
      const line = `{"at":"${at}","level":"${level}","shop":"${name}","job":"${job}","ms":${random.int(40, 9000)},"message":"${message}"}`;
      lines.push(line);
      length += line.length + 1;
    }
    yield { key, write: 'over', commands: [['set', key, lines.join('\n').slice(0, LOG_BYTES)]] };
  },
};
