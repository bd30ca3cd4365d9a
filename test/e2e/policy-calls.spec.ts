// Calls on managed machines: forbidden peers, peers that must be verified, unknown callers, no video, and relay only.
import { expect } from '@playwright/test';
import { en } from '../../src/text/page/en.ts';
import { people } from '../../tools/demo/sides.ts';
import { type ManagedPeople, test } from '../support/managed-people.ts';
import { type Relay, withRelay } from '../../tools/network/relay.ts';
import { type Lender, startLender, timedAccount } from '../../tools/network/relay-lender.ts';
import { endOf, opened, talk } from '../support/two-people.ts';

function both({ caller, callee }: ManagedPeople): Parameters<typeof talk>[0] {
  return { caller: caller.person, callee: callee.person, start: () => Promise.reject(new Error('no further program')) };
}

test.describe('peers that are not allowed', () => {
  test.use({ policies: { caller: { BlockedPeers: [people.callee.address] }, callee: {} } });

  test('a call to a forbidden peer is refused until policy allows it, which needs no restart, and a running call ends once policy forbids the caller', async ({
    managed,
  }) => {
    const { person } = managed.caller;
    const page = await person.choose(people.callee.name);
    await page.getByRole('button', { name: en.person.voice, exact: true }).click();
    await expect(page.getByText(en.refusal['peer-not-allowed'])).toBeVisible();
    expect((await person.view()).call).toBeUndefined();
    managed.caller.set({});
    await person.until('no policy', (view) => !view.managed.isManaged);
    await talk(both(managed), 'audio');
    managed.callee.set({ BlockedPeers: [people.caller.address] });
    expect(await endOf(managed.callee.person)).toBe('not-allowed');
    expect(await endOf(person)).toBe('peer-hung-up');
    const ended = await managed.callee.person.window('security');
    await expect(ended.getByRole('heading', { name: en.reason['not-allowed'].title })).toBeVisible();
  });
});

test.describe('peers that must be verified', () => {
  test.use({ policies: { caller: {}, callee: { RequireVerifiedPeer: 'always' } } });

  test('a call with a peer that must be verified has only voice until the code is compared, and pictures afterwards', async ({
    managed,
  }) => {
    const { caller, callee } = both(managed);
    await caller.place(people.callee.name, 'video');
    await callee.phase('ringing');
    await callee.answer('audio');
    for (const side of [caller, callee]) await side.phase('live', 30_000);
    const page = await callee.window('security');
    await expect(page.getByText(en.call.verifyBy, { exact: true })).toBeVisible();
    await caller.until('its own pictures', ({ call }) => call?.local.camera === true);
    await callee.until('sound that opens', (view) => opened(view, 0) > 50);
    const before = await callee.view();
    expect(opened(before, 1)).toBe(0);
    expect(before.call?.remote.camera).toBe(false);
    await callee.typeCode(await caller.readCode());
    await callee.until('no deadline for the code', ({ call }) => call !== undefined && call.verifyBy === undefined);
    await expect(page.getByText(en.call.verifyBy, { exact: true })).toBeHidden();
    await callee.until('pictures', ({ call }) => (call?.numbers.decodedFrames ?? 0) > 10);
    await callee.hangUp();
    expect(await endOf(callee)).toBe('hung-up');
  });
});

test.describe('unknown callers', () => {
  test.use({ policies: { caller: {}, callee: { UnknownCallers: 'silent' } } });

  test('under UnknownCallers `silent` an unknown caller’s card appears without a ring, and the call can be answered', async ({
    managed,
  }) => {
    const { caller, callee } = both(managed);
    const page = await callee.choose(people.caller.name);
    await page.evaluate((address) => window.siegel.call('contact.remove', { address }), people.caller.address);
    await caller.place(people.callee.name, 'audio');
    const card = await callee.window('card');
    await expect(card.getByRole('alertdialog')).toBeVisible();
    const { phase } = await callee.phase('ringing');
    expect(phase).toEqual({ kind: 'ringing', silenced: false, visual: true });
    await callee.answer('audio');
    for (const side of [caller, callee]) await side.phase('live', 30_000);
    await callee.hangUp();
    expect(await endOf(caller)).toBe('peer-hung-up');
  });
});

test('a running call loses its pictures when policy forbids video', async ({ managed }) => {
  const { caller, callee } = both(managed);
  await talk({ caller, callee, start: () => Promise.reject(new Error('no further program')) }, 'video');
  managed.caller.set({ AllowVideo: false });
  await caller.until('its camera is off', ({ call }) => call?.local.camera === false);
  await callee.until('the peer’s camera is off', ({ call }) => call?.remote.camera === false);
  const soundGoesOn = async (): Promise<number> => {
    const sound = opened(await caller.view(), 0);
    await caller.until('sound goes on', (view) => opened(view, 0) > sound + 50);
    return opened(await caller.view(), 1);
  };
  const pictures = await soundGoesOn(); // frames in transit are counted
  expect(await soundGoesOn()).toBe(pictures);
  const page = await caller.window('stage');
  await expect(page.locator('video')).toHaveCount(0);
  expect((await caller.view()).call?.phase.kind).toBe('live');
});

const relayTest = test.extend<{ readonly relay: Relay }>({
  // oxlint-disable-next-line no-empty-pattern
  relay: async ({}, use) => withRelay(use),
});

relayTest(
  'a call under RelayOnly at one side and HighConfidentiality at the other takes the relay, and only the first side lists the call',
  async ({ managed, relay }) => {
    managed.caller.set({ ...relay.policies, RelayOnly: true });
    managed.callee.set({ ...relay.policies, HighConfidentiality: true });
    for (const side of [managed.caller, managed.callee])
      await side.person.until('a policy', (view) => view.managed.isManaged);
    await talk(both(managed), 'video');
    for (const { person } of [managed.caller, managed.callee]) {
      const { call } = await person.until('the path', (view) => view.call?.numbers.path !== 'unknown');
      expect(call?.numbers.path).toBe('relay');
      expect(call?.numbers.codec.audio).toBe('opus');
    }
    expect(relay.allocations()).toBeGreaterThanOrEqual(2);
    const { caller, callee } = both(managed);
    await caller.hangUp();
    expect(await endOf(callee)).toBe('peer-hung-up');
    expect((await callee.view()).history).toEqual([]);
    expect((await caller.view()).history).toHaveLength(1);
  },
);

relayTest(
  'a running call that took a direct path ends when policy demands the relay, and the next call takes the relay',
  async ({ managed, relay }) => {
    const { caller, callee } = both(managed);
    await talk(both(managed), 'audio');
    await caller.until('the path', (view) => view.call?.numbers.path === 'direct');
    managed.caller.set({ ...relay.policies, RelayOnly: true });
    expect(await endOf(caller)).toBe('relay-required');
    expect(await endOf(callee)).toBe('peer-hung-up');
    for (const side of [caller, callee]) await side.dismiss();
    await talk(both(managed), 'audio');
    await caller.until('the relay', (view) => view.call?.numbers.path === 'relay');
  },
);

test('a relay-only call without a relay is not placed, and the reason is shown', async ({ managed }) => {
  managed.caller.set({ RelayOnly: true });
  const { caller } = both(managed);
  await caller.until('a policy', (view) => view.managed.isManaged);
  await caller.place(people.callee.name, 'audio');
  expect(await endOf(caller)).toBe('relay-required');
  await expect(
    (await caller.window('security')).getByRole('heading', { name: en.reason['relay-required'].title }),
  ).toBeVisible();
  expect((await managed.callee.person.view()).call).toBeUndefined();
});

const SECRET = 'a secret of the relay';
const lendingTest = test.extend<{ readonly relay: Relay; readonly lender: Lender }>({
  // oxlint-disable-next-line no-empty-pattern
  relay: async ({}, use) => withRelay(use, { secret: SECRET }),
  lender: async ({ relay }, use) => {
    const lender = await startLender(() => ({
      ...timedAccount(SECRET, 600),
      ttl: 600,
      uris: relay.policies.TurnServers,
    }));
    await use(lender);
    await lender.close();
  },
});

lendingTest(
  'a relay-only call uses a lent relay account, and no policy contains a password',
  async ({ managed, lender }) => {
    const policies = { TurnCredentialsUrl: lender.url, TlsRoots: [lender.root], RelayOnly: true };
    for (const side of [managed.caller, managed.callee]) side.set(policies);
    await expect.poll(() => lender.asked.length).toBe(2);
    await talk(both(managed), 'audio');
    for (const { person } of [managed.caller, managed.callee]) {
      await person.until('the relay', (view) => view.call?.numbers.path === 'relay');
    }
    await managed.caller.person.hangUp();
    expect(await endOf(managed.callee.person)).toBe('peer-hung-up');
  },
);
