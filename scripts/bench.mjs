// npm run bench [-- NAME...] [--quick] [--json]: ratios, each measured in one run beside its floor; see bench/.
import { spawn } from 'node:child_process';
import { projectPath, root } from './setup/project.mjs';
import { onPath } from './setup/run.mjs';
import { failWith, say } from './setup/say.mjs';
import { lacksDisplay, setUp } from './setup.mjs';
import { buildWhenChanged } from './start/build.mjs';
import { startDisplay } from './start/display.mjs';

const help = `npm run bench                 measures everything, prints a table and one JSON object
npm run bench -- NAME...      only those that are named: start, scan, tail, memory, keys, and
                              bulk, the part of keys that deletes and restores
npm run bench -- --quick      3 rounds instead of 5
npm run bench -- --json       prints that JSON object and nothing else; progress is on stderr
`;

async function bench(args) {
  const isJson = args.includes('--json');
  const print = process.stdout.write.bind(process.stdout);
  // What the set-up says is progress here.
  process.stdout.write = process.stderr.write.bind(process.stderr);
  const { env } = await setUp({ forTests: true });
  await buildWhenChanged(env);
  const display = lacksDisplay() ? await startDisplay() : null;
  if (display !== null)
    say('Display', `none here, so windows are drawn in Xvfb on ${display.name}`);
  try {
    const own = display === null ? {} : { ...display.env, REDSTART_BENCH_IN_XVFB: '1' };
    const { code, output } = await runBenches(args, { ...env, ...own });
    if (code === 0) print(isJson ? output : `${table(JSON.parse(output))}\n${output}`);
    return code;
  } finally {
    await display?.stop();
  }
}

/** In the Node of the tools, since the benches use parts of the app as they stand in the source. */
function runBenches(args, env) {
  const child = spawn(onPath('node', env.PATH), [projectPath('bench', 'run.mjs'), ...args], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const forward = (signal) => child.kill(signal);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, forward);
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

function table(figures) {
  return Object.entries(figures)
    .filter(([, figure]) => typeof figure === 'number')
    .map(([name, figure]) => `${name.padEnd(30)} ${figure}\n`)
    .join('');
}

const args = process.argv.slice(2);
if (args.includes('--help')) {
  process.stdout.write(help);
} else {
  try {
    process.exitCode = await bench(args);
  } catch (error) {
    failWith(error);
  }
}
