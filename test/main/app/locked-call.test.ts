// A call to a locked program, over a real broker: two whole programs without windows.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { isMissed } from '../../../src/contract/missed.ts';
import { unwrap } from '../../../src/core/assert.ts';
import { type Power, watchForLock } from '../../../src/main/app/lock-watch.ts';
import type { Model } from '../../../src/main/app/model-parts.ts';
import { createModel } from '../../../src/main/app/model.ts';
import { cardView } from '../../../src/main/app/page-views.ts';
import { createLog } from '../../../src/main/log.ts';
import { parseOptions } from '../../../src/main/policy/options.ts';
import { fixedPolicy } from '../policy/fixed-policy.ts';
import { heldClock } from '../signalling/test-clock.ts';

vi.mock('electron', async () => {
  const { FakeKeyring } = await import('../vault/fake-key-store.ts');
  const { safeStorage } = new FakeKeyring();
  return { app: { getVersion: () => '0.2.0', isPackaged: false }, safeStorage, shell: {}, dialog: {}, session: {} };
});

const PATIENCE = { timeout: 20_000 }; // ends a test that hangs
const anna = 'anna@klinik.example';
const max = 'max@klinik.example';

async function person(address: string, url: string): Promise<Model> {
  const folder = mkdtempSync(join(tmpdir(), 'locked-call-'));
  const model = createModel({
    options: parseOptions([]),
    folder,
    versions: { app: '0.2.0', electron: '45.0.0', chromium: '156.0.0' },
    languages: ['en'],
    isPackaged: false,
    whenShown: Promise.resolve(),
    log: createLog('error', () => undefined),
    recentLines: () => [],
    policy: fixedPolicy(),
    consent: () => Promise.resolve('yes'),
    keysInForce: () => ({ from: 'nobody' }),
    headsets: () => ({ found: [], isLost: false }),
    systemDnd: { state: () => 'unreadable', onChange: () => undefined },
    devicesTried: () => ({}),
    trialCall: () => Promise.resolve({ kind: 'lost' }),
    onAccount: () => undefined,
  });
  onTestFinished(async () => {
    await model.end();
    rmSync(folder, { recursive: true, force: true });
  });
  model.begin();
  if (url === '') await model.broker.start({ host: '127.0.0.1', port: 0 });
  else model.settings.set({ brokerUrl: url });
  expect(await model.settingUp.create({ address, name: address.slice(0, 4) })).toBe('done');
  await online(model);
  return model;
}
const online = (model: Model): Promise<unknown> =>
  vi.waitUntil(() => model.view.read().link.kind === 'online', PATIENCE);

function brokerOf(model: Model): string {
  const { broker } = model.view.read();
  if (broker.kind !== 'running') throw new Error('no broker');
  return broker.url;
}
const missedBy = (model: Model): number => model.view.read().history.filter(isMissed).length;
const phaseOf = (model: Model): string | undefined => model.view.read().calls.at(-1)?.phase.kind;

async function place(caller: Model, address: string): Promise<string> {
  const desk = unwrap(caller.profile.account(), 'the caller is unlocked').desk;
  const placed = desk.place(address, 'audio');
  if (!placed.ok) throw new Error(placed.code);
  return Promise.resolve(placed.value);
}

// Calls until the callee rings: by then the callee's chain is at the broker. A callee who locks earlier would not
// publish the chain.
async function firstCall(caller: Model, callee: Model): Promise<void> {
  await vi.waitUntil(
    async () => {
      const call = await place(caller, anna);
      await vi.waitUntil(() => ['calling', 'ended'].includes(phaseOf(caller) ?? ''), PATIENCE);
      const isThere = phaseOf(caller) === 'calling';
      if (isThere) await vi.waitUntil(() => phaseOf(callee) === 'ringing', PATIENCE);
      const desk = unwrap(caller.profile.account(), 'the caller is unlocked').desk;
      desk.hangUp(call);
      desk.dismiss(call);
      return isThere;
    },
    { ...PATIENCE, interval: 200 },
  );
  await vi.waitUntil(() => missedBy(callee) === 1, PATIENCE);
}

async function lockByHand({ profile }: Model): Promise<void> {
  expect(await profile.lock('person')).toBe('done');
}

/** The program locks itself, because the person has been idle for the five minutes of the setting. */
async function lockByIdleness(model: Model): Promise<void> {
  model.settings.set({ idleLockMinutes: 5 });
  const power: Power = { getSystemIdleTime: () => 300, getSystemIdleState: () => 'idle', on: () => undefined };
  watchForLock(model, power, heldClock());
  await vi.waitUntil(() => model.profile.lockCause() === 'idle', PATIENCE);
}

async function both(
  lock: (callee: Model) => Promise<void>,
): Promise<{ readonly caller: Model; readonly callee: Model }> {
  const caller = await person(max, '');
  const callee = await person(anna, brokerOf(caller));
  unwrap(callee.profile.opened(), 'the profile is open').book.add(max, 'Max');
  unwrap(caller.profile.opened(), 'the profile is open').book.add(anna, 'Anna');
  await firstCall(caller, callee);
  await lock(callee);
  return { caller, callee };
}

it('a call rings without a name in a program that locked itself after idleness, and normally once the program is unlocked in time', async () => {
  const { caller, callee } = await both(lockByIdleness);
  const call = await place(caller, anna);
  await vi.waitUntil(() => callee.view.read().knock !== undefined, PATIENCE);
  const locked = callee.view.read();
  expect([locked.identity, locked.calls, locked.history, locked.contacts]).toEqual([undefined, [], [], []]);
  expect(Object.keys(locked.knock ?? {})).toEqual(['call', 'isSilenced']);
  expect(cardView(locked, call).sound).toMatchObject({ sound: 'bells', volume: 60 });
  expect(callee.profile.reopen('person')).toBe('done');
  expect(callee.view.read().knock).toBeUndefined();
  await vi.waitUntil(() => phaseOf(callee) === 'ringing', PATIENCE);
});

it('a call cancelled before the locked program was unlocked is recorded as missed once', async () => {
  const { caller, callee } = await both(lockByHand);
  const call = await place(caller, anna);
  await vi.waitUntil(() => callee.view.read().knock?.call === call, PATIENCE);
  unwrap(caller.profile.account(), 'the caller is unlocked').desk.hangUp(call);
  await vi.waitUntil(() => callee.view.read().knock === undefined, PATIENCE);
  expect(callee.profile.reopen('person')).toBe('done');
  await vi.waitUntil(() => missedBy(callee) === 2, PATIENCE);
  expect(await callee.profile.lock('person')).toBe('done');
  expect(callee.profile.reopen('person')).toBe('done');
  await online(callee);
  expect([missedBy(callee), phaseOf(callee)]).toEqual([2, undefined]);
});
