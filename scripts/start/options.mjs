import { existsSync } from 'node:fs';
import { dirname, extname, resolve } from 'node:path';
import { SetupStop } from '../setup/say.mjs';

export const help = `npm start                      opens Redstart on its sandbox: a local Redis filled with a shop's data
npm start -- URL               opens it on your server: redis://user:password@host:port/db
                               (rediss:// for TLS). Other users of this machine can read a password
                               given here; the environment variable REDIS_URL they cannot.
npm start -- --sandbox         opens the sandbox also where REDIS_URL is set
npm start -- --connect         opens the list of connections, and no server
npm start -- --picture F.png   saves a picture of the filled main window and ends; also without a display
npm start -- --no-os-sandbox   runs where Chromium's own sandbox cannot work; you are told when
npm start -- --help            prints this

Node 20.19 or later, npm, and Python 3 with pip have to be there; the rest is set up on the way.
`;

const flags = new Map([
  ['--sandbox', 'sandbox'],
  ['--connect', 'connect'],
  ['--no-os-sandbox', 'noOsSandbox'],
  ['--help', 'help'],
  ['-h', 'help'],
]);

/** What was asked for on the command line and in the environment. Never repeats a URL in an error. */
export function readOptions(args, env, folder) {
  const options = { url: null, picture: null };
  const rest = [...args];
  while (rest.length > 0) {
    const word = rest.shift();
    if (flags.has(word)) options[flags.get(word)] = true;
    else if (word === '--picture') options.picture = pictureFile(rest.shift(), folder);
    else if (word.startsWith('-')) throw new SetupStop(`No such option: ${word}`, seeHelp);
    else if (options.url === null) options.url = checkedUrl(word);
    else throw new SetupStop('One URL is enough; there are two.', seeHelp);
  }
  const opens = [options.url !== null, options.sandbox, options.connect].filter(Boolean);
  if (opens.length > 1) throw new SetupStop('A URL, --sandbox or --connect: only one.', seeHelp);
  if (opens.length === 0 && env.REDIS_URL) options.url = checkedUrl(env.REDIS_URL);
  return options;
}

const seeHelp = ['npm start -- --help lists what there is.'];

function checkedUrl(text) {
  if (/^(redis|valkey)s?:\/\//i.test(text)) return text;
  throw new SetupStop('That is not the URL of a Redis server.', [
    'It looks like redis://user:password@host:6379/0, or redis://localhost.',
  ]);
}

function pictureFile(name, folder) {
  if (name === undefined || extname(name).toLowerCase() !== '.png') {
    throw new SetupStop('--picture takes the name of a .png file to write.', seeHelp);
  }
  const file = resolve(folder, name);
  if (existsSync(dirname(file))) return file;
  throw new SetupStop(`There is no folder ${dirname(file)} for the picture.`);
}

/** A server's URL without its password, user name and options, for the screen. */
export function withoutSecrets(url) {
  // Strict on purpose: a password with a sign that should have been escaped must not pass as a host.
  const [, scheme, credentials, place] =
    /^(\w+:\/\/)([^/?#]*@)?((?:\[[\da-f:.]+\]|[^:@/?#[\]]*)(?::\d+)?(?:\/\d*)?)(?:[?#][^@]*)?$/i.exec(
      url,
    ) ?? [];
  if (place === undefined) return 'the server of that URL';
  return `${scheme}${credentials === undefined ? '' : '***@'}${place}`;
}
