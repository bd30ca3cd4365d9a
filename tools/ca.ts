// `npm run ca -- …` (siegel-ca): a small certification authority for a demonstration and for small sites. Larger sites
// have an authority of their own: docs/admin/en/certificates.md says what it must issue. This file is the command line
// only.
import { parseArgs } from 'node:util';
import { CaError } from './ca/ca-error.ts';
import { openCaFolder, readText } from './ca/ca-folder.ts';
import { check, init, list, machine, revokeBy, sign, token } from './ca/commands.ts';
import { readDeviceIds } from './ca/devices.ts';
import { readLife } from './ca/life.ts';
import { publishList } from './ca/publish.ts';
import { removeDevices, restoreDevice } from './ca/removing.ts';
import { currentList } from './ca/revoking.ts';
import { serve } from './ca/serve.ts';
import { openSigner } from './ca/signer.ts';

const usage = `siegel-ca: a small certification authority for Siegel

  init    --name <organisation> [--algorithm p256|ed25519] [--life 14d] [--crl-days 7]
  serve   [--host 127.0.0.1] [--port 8443] [--name <host name>] [--life <as in init>]
  token   <address> [--device <device id>] [--hours 72]
  sign    <request.pem> <address> [--life <as in init>]
  check   <request.pem> <address>
  revoke  <serial number | device id | address>
  remove  <device id>… | --file <one device id a line>
  restore <device id>
  crl     [--fresh] [--publish <broker> [--roots <pem of the broker's root>]]
  list
  server  <host name or IP address> [--out <folder>]
  client  <name> [--out <folder>]

Everywhere: --folder <folder of the authority> (siegel-ca)`;

const options = {
  folder: { type: 'string', default: 'siegel-ca' },
  name: { type: 'string' },
  algorithm: { type: 'string', default: 'p256' },
  life: { type: 'string' },
  'crl-days': { type: 'string', default: '7' },
  host: { type: 'string', default: '127.0.0.1' },
  port: { type: 'string', default: '8443' },
  device: { type: 'string' },
  file: { type: 'string' },
  hours: { type: 'string', default: '72' },
  out: { type: 'string' },
  fresh: { type: 'boolean', default: false },
  publish: { type: 'string' },
  roots: { type: 'string' },
} as const;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

function whole(text: string, least: number, most: number, what: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw new CaError(`${what} is a whole number from ${String(least)} to ${String(most)}`);
}

async function run(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
  const [command, first, second] = positionals;
  const rest = positionals.slice(1);
  const need = (text: string | undefined): string => {
    if (text === undefined) throw new CaError(usage);
    return text;
  };
  const nowMs = Date.now();
  if (command === 'init') {
    const crlDays = whole(values['crl-days'], 1, 365, '--crl-days');
    const { algorithm, name = '', life = '14d' } = values;
    return say(await init(values.folder, { name, algorithm, lifeMs: readLife(life), crlDays }, nowMs));
  }
  if (command === undefined) throw new CaError(usage);
  if (command === 'check') return say(check(need(first), need(second))); // needs no folder: any authority may sign
  const folder = openCaFolder(values.folder);
  const lifeMs = values.life === undefined ? folder.settings.lifeSeconds * 1000 : readLife(values.life);
  switch (command) {
    case 'serve': {
      const { host, name = host } = values;
      const end = new Promise<void>((resolve) => {
        process.once('SIGINT', resolve);
        process.once('SIGTERM', resolve);
      });
      return serve(folder, { host, name, lifeMs, port: whole(values.port, 0, 65_535, '--port') }, say, end);
    }
    case 'token':
      return say(token(folder, need(first), values.device, whole(values.hours, 1, 8760, '--hours'), nowMs));
    case 'sign':
      return say(await sign(folder, need(first), need(second), lifeMs, nowMs));
    case 'revoke':
      return (await revokeBy(folder, need(first), nowMs)).forEach(say);
    case 'remove': {
      if ((values.file === undefined) === (rest.length === 0)) throw new CaError(usage);
      const devices = values.file === undefined ? rest : readDeviceIds(readText(values.file), values.file);
      return (await removeDevices(folder, devices, nowMs)).forEach(say);
    }
    case 'restore':
      return say(restoreDevice(folder, need(first)));
    case 'crl': {
      const text = await currentList(folder, await openSigner(folder), nowMs, values.fresh);
      if (values.publish === undefined) return say(text);
      return say(`published as sgl/1/org/${await publishList(folder, values.publish, values.roots)}`);
    }
    case 'list':
      return list(folder, nowMs).forEach(say);
    case 'server':
    case 'client':
      return (await machine(folder, need(first), command, values.out, nowMs)).forEach(say);
    default:
      throw new CaError(usage);
  }
}

run(process.argv.slice(2)).catch((error: unknown) => {
  // parseArgs throws a TypeError with a code for a wrong command line.
  const isTold = error instanceof CaError || (error instanceof TypeError && 'code' in error);
  process.stderr.write(`${isTold ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
