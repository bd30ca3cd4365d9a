// The lent relay account: renewed before it ends, kept while the server does not answer, and dropped once the account
// has ended or policy says so.
import type { RequestListener } from 'node:http';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createLog } from '../../../src/main/log.ts';
import { createLentAccount, type LentAccount } from '../../../src/main/relays/lent-account.ts';
import { dice } from '../../flows/support/dice.ts';
import { HandClock } from '../../flows/support/hand-clock.ts';
import { type Lender, startLender } from '../../../tools/network/relay-lender.ts';
import { fixedPolicy } from '../policy/fixed-policy.ts';

const HOUR_MS = 3_600_000;
const down: RequestListener = (_request, response) => void response.writeHead(503).end();

let lender: Lender;
let isUp = true;
let clock: HandClock;
let policy: ReturnType<typeof fixedPolicy>;
let lent: LentAccount;
let lines: string[];
let told: string[]; // the lent relays
beforeEach(async () => {
  isUp = true;
  lender = await startLender(() => {
    const uris = ['turn:turn.klinik.example'];
    return isUp ? { username: `account ${lender.asked.length}`, password: 'p', ttl: 3600, uris } : down;
  });
  clock = new HandClock();
  policy = fixedPolicy({ TurnCredentialsUrl: lender.url, TlsRoots: [lender.root] });
  lines = [];
  told = [];
  lent = createLentAccount({
    policy,
    tunnel: () => Promise.resolve(undefined),
    clientCertificate: () => undefined,
    clock,
    random: dice('relays'),
    log: createLog('debug', (_level, line) => lines.push(line)),
    onLent: ({ servers }) => told.push(...servers),
  });
});
afterEach(async () => {
  lent.close();
  await lender.close();
});

/** Waits until the server was asked this many times in all. */
async function asked(times: number): Promise<void> {
  await vi.waitFor(() => expect(lender.asked).toHaveLength(times), { timeout: 20_000 });
  await vi.waitFor(() => expect(clock.pending).toBe(1), { timeout: 20_000 }); // the next timer is set
}
const name = (): string | undefined => lent.current()?.username;

it('a lent relay account is requested once when policy names a server, and renewed shortly before it ends', async () => {
  expect(lent.current()).toBeUndefined();
  lent.follow();
  lent.follow();
  await asked(1);
  expect(name()).toBe('account 1');
  expect(told).toEqual(['turn:turn.klinik.example']);
  lent.follow();
  lent.retryNow();
  await clock.advance(0.79 * HOUR_MS);
  expect(lender.asked).toHaveLength(1);
  await clock.advance(0.12 * HOUR_MS);
  await asked(2);
  expect(name()).toBe('account 2');
});

it('a lent relay account is kept until it expires if the server does not lend a new one', async () => {
  lent.follow();
  await asked(1);
  isUp = false;
  await clock.advance(0.91 * HOUR_MS);
  await asked(2);
  expect(name()).toBe('account 1');
  expect(lines).toEqual(['warn main: no relay account was lent cause=unreachable']);
  clock.sleep(HOUR_MS);
  expect(lent.current()).toBeUndefined();
  isUp = true;
  await clock.advance(0);
  await asked(3);
  expect(name()).toBe('account 3');
});

it('a failed request for a relay account is repeated within ten minutes, and at once on a new network', async () => {
  isUp = false;
  lent.follow();
  await asked(1);
  let times = 1;
  for (let hours = 0; hours < 3; hours++) {
    await clock.until('another question', () => clock.pending === 0, 10 * 60_000 + 1);
    await asked(++times);
  }
  isUp = true;
  lent.retryNow();
  await asked(++times);
  expect(name()).toBe(`account ${times}`);
});

it('a relay account that expired during sleep is requested again on waking', async () => {
  lent.follow();
  await asked(1);
  clock.sleep(2 * HOUR_MS);
  expect(lent.current()).toBeUndefined();
  lent.retryNow();
  await asked(2);
  expect(name()).toBe('account 2');
});

it('a lent relay account is dropped when policy names no server, and a late answer is ignored', async () => {
  lent.follow();
  policy.set({ TurnCredentialsUrl: '' });
  lent.follow();
  await vi.waitFor(() => expect(lender.asked).toHaveLength(1), { timeout: 20_000 });
  policy.set({ TurnCredentialsUrl: lender.url });
  lent.follow();
  await asked(2);
  expect(name()).toBe('account 2');
  expect(told).toEqual(['turn:turn.klinik.example']); // of the second answer only
  policy.set({ TurnCredentialsUrl: '' });
  lent.follow();
  expect(lent.current()).toBeUndefined();
  expect(clock.pending).toBe(0);
});
