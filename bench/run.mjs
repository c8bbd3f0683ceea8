// Runs the benches that are named, all without a name, and prints one JSON object; started by scripts/bench.mjs, which
// has built the app and set up what it needs.
import { cpus } from 'node:os';
import { measureBulkAlone } from './bulk.mjs';
import { electron } from './open-app.mjs';
import { measureKeys } from './keys.mjs';
import { measureMemory } from './memory.mjs';
import { measureScan } from './scan.mjs';
import { measureStart } from './start.mjs';
import { measureTail } from './tail.mjs';

const benches = {
  start: measureStart,
  scan: measureScan,
  tail: measureTail,
  memory: measureMemory,
  keys: measureKeys,
};
/** What one of them measures too: only by name. */
const parts = { bulk: measureBulkAlone };
const named = { ...benches, ...parts };

const rounds = { usual: 5, quick: 3 };

async function runAll(names, isQuick) {
  const ratios = {};
  const ingredients = {};
  for (const name of names) {
    const say = (text) => process.stderr.write(`${name.padEnd(18)} ${text}\n`);
    const found = await named[name]({
      rounds: isQuick ? rounds.quick : rounds.usual,
      isQuick,
      say,
    });
    ({ ingredients: ingredients[name] } = found);
    Object.assign(ratios, found.ratios);
  }
  return { ...ratios, ingredients, machine: machine() };
}

function machine() {
  return {
    cpu: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}`,
    system: `${process.platform} ${process.arch}`,
    display: process.env.REDSTART_BENCH_IN_XVFB === '1' ? 'Xvfb' : 'real',
    electron: `${electron.version}${electron.official ? '' : ' (stand-in)'}`,
    node: process.version,
  };
}

const words = process.argv.slice(2);
const isQuick = words.includes('--quick');
const wanted = words.filter((word) => !word.startsWith('--'));
const unknown = wanted.filter((name) => !Object.hasOwn(named, name));
if (unknown.length > 0) {
  process.stderr.write(
    `No such bench: ${unknown.join(', ')}. There are ${Object.keys(named).join(', ')}.\n`,
  );
  process.exit(2);
}
const figures = await runAll(wanted.length > 0 ? wanted : Object.keys(benches), isQuick);
process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
process.exit();
