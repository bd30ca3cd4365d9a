// The administrator's guide on brokers and network: both languages contain the same files, the policies that
// they explain exist, and the relay configurations give a path.
import { execFileSync, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { policyNames } from '../../../src/core/policy/table.ts';
import { borrowAccount } from '../../../src/main/relays/relay-account.ts';
import { createExchange } from '../../../src/main/signalling/exchange.ts';
import type { ClientCertificate } from '../../../src/main/signalling/stream.ts';
import { probeTurn } from '../../../src/main/doctor/turn-probe.ts';
import { guideCommand, guidePage, guideRecipe, guideRecipes } from '../../../tools/guide-recipe.ts';
import { theAuthority } from './authority.ts';
import { untilOpen } from './child-broker.ts';
import { until } from './connection-scene.ts';
import { realClock, systemRandom } from './test-clock.ts';
import { freePort } from '../../../tools/network/free-port.ts';

const pages = ['brokers', 'network'] as const;

test.each(pages)('both languages of the guide page %s contain the same files', (page) => {
  expect(Object.keys(guideRecipes(page, 'en')).length).toBeGreaterThan(1);
  expect(guideRecipes(page, 'de')).toEqual(guideRecipes(page, 'en'));
});

test.each(pages)('every policy that the guide page %s explains exists', (page) => {
  for (const language of ['de', 'en'] as const) {
    const rows = [...guidePage(page, language).matchAll(/^- `([A-Z][A-Za-z]+)`: /gm)].map(([, name]) => name);
    expect(rows.length).toBeGreaterThan(1);
    expect(policyNames).toEqual(expect.arrayContaining(rows));
  }
});

const address = (): string =>
  Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1';

/** Starts coturn with a file of the guide; resolves to its URL and the complaints in its log so far. */
async function coturn(file: string, fill: (text: string) => string) {
  const folder = mkdtempSync(join(tmpdir(), 'siegel-coturn-'));
  const [ip, port, tlsPort] = [address(), await freePort(), await freePort()];
  const { folder: keys } = theAuthority();
  const recipe = fill(guideRecipe(file))
    .replaceAll('/etc/coturn/', `${keys}/`)
    .replace('listening-port=3478', `listening-port=${port}`)
    .replace('tls-listening-port=5349', `tls-listening-port=${tlsPort}`);
  const log = join(folder, 'log');
  const own = [`listening-ip=${ip}`, `relay-ip=${ip}`, `userdb=${folder}/users`, `pidfile=${folder}/pid`];
  const lines = [...own, `log-file=${log}`, 'simple-log', 'verbose'];
  writeFileSync(join(folder, 'conf'), `${recipe}${lines.join('\n')}\n`);
  const child = spawn('turnserver', ['-c', join(folder, 'conf')], { stdio: 'ignore' });
  onTestFinished(async () => {
    await new Promise((resolve) => {
      child.once('exit', resolve);
      child.kill('SIGKILL');
    });
    rmSync(folder, { recursive: true, force: true });
  });
  const logged = (): string => (existsSync(log) ? readFileSync(log, 'utf8') : '');
  await until(() => expect(logged()).toMatch(new RegExp(`UDP listener opened on.*:${port}`)));
  await untilOpen(tlsPort, child, ip);
  const complaints = logged().match(/^.*(?:bad configuration|error).*$/gim) ?? [];
  return { url: `turn:${ip}:${port}`, complaints };
}

describe('coturn with the guide’s files', () => {
  test('the guide’s shared relay account gives paths by UDP and TCP, and none with a wrong password', async () => {
    const { url, complaints } = await coturn('/etc/turnserver.conf', (text) =>
      text.replace('PASSWORD', 'the password'),
    );
    const account = { username: 'siegel', password: 'the password' };
    for (const by of ['udp', 'tcp'] as const) {
      const found = await probeTurn(`${url}?transport=${by}`, account, realClock(), systemRandom);
      expect(found).toEqual({ kind: 'allocated', by });
    }
    const wrong = await probeTurn(url, { ...account, password: 'PASSWORD' }, realClock(), systemRandom);
    expect(wrong).toMatchObject({ kind: 'not-authorised' });
    expect(complaints).toEqual([]);
  });

  test.each(['de', 'en'] as const)(
    'the guide’s expiring relay account works until its time is over (%s)',
    async (language) => {
      const secret = 'a secret of the relay';
      const { url } = await coturn('/etc/turnserver-timed.conf', (text) => text.replace('SECRET', secret));
      const command = guideCommand('network', 'TurnUsername=', language);
      const made = execFileSync('sh', ['-c', command], { env: { ...process.env, SECRET: secret }, encoding: 'utf8' });
      const [username = '', password = ''] = made.trim().split(' ');
      expect(await probeTurn(url, { username, password }, realClock(), systemRandom)).toMatchObject({
        kind: 'allocated',
      });
      const passwordOf = (name: string): string => createHmac('sha1', secret).update(name).digest('base64');
      expect(password).toBe(passwordOf(username));
      // An account that was made in the same way, and has ended.
      const late = username.replace(/^\d+/, '1700000000');
      const ended = { username: late, password: passwordOf(late) };
      expect(await probeTurn(url, ended, realClock(), systemRandom)).not.toMatchObject({ kind: 'allocated' });
    },
  );

  test.each(['de', 'en'] as const)(
    'the guide’s command produces relay accounts that the program can fetch (%s)',
    async (language) => {
      const SECRET = 'a secret of the relay';
      const { url } = await coturn('/etc/turnserver-timed.conf', (text) => text.replace('SECRET', SECRET));
      const folder = mkdtempSync(join(tmpdir(), 'siegel-lending-'));
      const FILE = join(folder, 'relay.json');
      const command = guideCommand('network', 'NAME=', language);
      execFileSync('sh', ['-c', command], { env: { ...process.env, SECRET, FILE, RELAY: 'turn.klinik.example' } });
      const { root, tlsOf } = theAuthority();
      const read = (name: string): string => readFileSync(join(theAuthority().folder, name), 'utf8');
      // As in the guide, only clients with a certificate of the organisation's authority are served.
      const tls = { cert: read('server.pem'), key: read('server.key'), ca: root, requestCert: true };
      const server = createServer(tls, (_request, response) => void response.end(readFileSync(FILE)));
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      onTestFinished(() => {
        server.close();
        server.closeAllConnections();
        rmSync(folder, { recursive: true, force: true });
      });
      const address = `https://127.0.0.1:${(server.address() as AddressInfo).port}/siegel/relay.json`;
      const borrow = (client?: ClientCertificate) =>
        borrowAccount(address, createExchange({ roots: () => [root] }), client, Date.now());
      expect(await borrow()).toBe('tls');
      const account = await borrow(tlsOf('device').clientCertificate?.());
      if (typeof account === 'string') throw new Error(account);
      expect(account.servers).toEqual([
        'turn:turn.klinik.example:3478?transport=udp',
        'turn:turn.klinik.example:3478?transport=tcp',
        'turns:turn.klinik.example:5349?transport=tcp',
      ]);
      expect(account.untilMs).toBeLessThanOrEqual(Date.now() + 12 * 3_600_000);
      expect(await probeTurn(url, account, realClock(), systemRandom)).toMatchObject({ kind: 'allocated' });
    },
  );
});
